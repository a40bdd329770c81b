import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from pytest_django.asserts import assertContains


@pytest.mark.django_db
def test_password_page_explains_itself_in_the_editors_language(client):
    editor = User.objects.create_superuser("editor", password="a long test password")
    client.force_login(editor)
    address = reverse("admin:auth_user_password_change", args=[editor.pk])

    response = client.get(address, headers={"accept-language": "fi"})

    assertContains(response, "Voiko käyttäjä kirjautua salasanalla.")
    assertContains(response, '<ul id="id_unusable_warning" class="messagelist">')
