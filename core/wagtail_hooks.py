"""What the admin of every page shares."""
from wagtail.admin.views.account import AvatarSettingsPanel

from core.uploads.forms import AvatarForm

AvatarSettingsPanel.form_class = AvatarForm  # Wagtail offers no setting for it
