"""The way of salary figures from a file into the database, with brakes.

A file is read (`tables`), brought into the columns of figures (`layouts`, `bls`), read cell
by cell (`cells`, `resources`), compared with itself and with what is stored (`checks`),
then written as a whole or not at all (`importing`), and can be taken back (`undoing`).
"""
