"""Needs and areas as staff tick them: in their tree, and by kind."""

from django import forms

from places.models import Area
from services.needs import Need


class NeedField(forms.ModelMultipleChoiceField):
    """Needs in the order of the tree, those further down set in."""

    def __init__(self, queryset=None, **kwargs):
        super().__init__(queryset=Need.objects.order_by("path"), **kwargs)

    def label_from_instance(self, need):
        return f"{'– ' * (need.get_depth() - 1)}{need.name}"


class AreasByKind(forms.models.ModelChoiceIterator):
    """Areas in groups: countries first, wards last."""

    def __iter__(self):
        groups = {kind.label: [] for kind in Area.Kind}
        for area in self.queryset.order_by("name"):
            groups[area.get_kind_display()].append(self.choice(area))
        for label, options in groups.items():
            if options:
                yield label, options


class AreaField(forms.ModelMultipleChoiceField):
    """Areas to tick, with their kind."""

    iterator = AreasByKind

    def __init__(self, queryset=None, **kwargs):
        super().__init__(queryset=Area.objects.defer("geometry"), **kwargs)

    def label_from_instance(self, area):
        return f"{area.name} ({area.get_kind_display().lower()})"
