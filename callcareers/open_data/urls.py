from django.urls import path

from callcareers.open_data import views
from callcareers.views import choose_language

urlpatterns = [
    path("", choose_language, {"view_name": "dataset_list"}, name="choose_data_language"),
    path("openapi.json", views.openapi, name="openapi"),
    path("datapackage.json", views.data_package, name="data_package"),
    path("<slug:code>.csv", views.dataset_csv, name="dataset_csv"),
    path("<slug:code>.json", views.dataset_json, name="dataset_json"),
]
