"""Cities for tests."""
from cities.models import City, CityName


def make_city(id=None, **fields):
    """A city with a displayed name per keyword that is a language, such as `en="Aarhus"`."""
    names = {code: fields.pop(code) for code in ("ar", "en", "es", "fr", "ru", "zh") if code in fields}
    city = City.objects.create(id=id, **fields)
    for language, text in names.items():
        CityName.objects.create(city=city, language=language, kind=CityName.PREFERRED, text=text)
    return city
