from safe_mobility.people.services.advancing import HasLiveApplication, advance
from safe_mobility.people.services.consenting import (
    disclose,
    end_disclosure,
    give_consent,
    stop_consent,
)
from safe_mobility.people.services.contacts import (
    WordsTooLong,
    ask_contact_check,
    check_contact,
    remove_contacts,
    save_contact,
    save_needs,
)
from safe_mobility.people.services.duplicates import AlreadySettled, settle
from safe_mobility.people.services.erasing import erase
from safe_mobility.people.services.following import (
    AlreadyInvited,
    InvitationTooShort,
    NoInvitation,
    handle_wish,
    invite,
    record_wish,
    reopen,
    use_invitation,
    withdraw,
)
from safe_mobility.people.services.letting_in import (
    ask_code,
    change_pin,
    keep_session,
    note_pin,
    open_session,
    sign_in,
    sign_in_with_code,
    sign_out,
)
from safe_mobility.people.services.persons import (
    ApplicantStays,
    DocumentUnreadable,
    PersonChange,
    remove_person,
    save_person,
)
from safe_mobility.people.services.registering import (
    OldNotice,
    Registered,
    first_pin,
    register,
)
from safe_mobility.people.services.scoped import NotNow, note_answered
from safe_mobility.people.services.sending import send

__all__ = [
    "AlreadyInvited",
    "AlreadySettled",
    "ApplicantStays",
    "DocumentUnreadable",
    "HasLiveApplication",
    "InvitationTooShort",
    "NoInvitation",
    "NotNow",
    "OldNotice",
    "PersonChange",
    "Registered",
    "WordsTooLong",
    "advance",
    "ask_code",
    "ask_contact_check",
    "change_pin",
    "check_contact",
    "disclose",
    "end_disclosure",
    "erase",
    "first_pin",
    "give_consent",
    "handle_wish",
    "invite",
    "keep_session",
    "note_answered",
    "note_pin",
    "open_session",
    "record_wish",
    "register",
    "remove_contacts",
    "remove_person",
    "reopen",
    "save_contact",
    "save_needs",
    "save_person",
    "send",
    "settle",
    "sign_in",
    "sign_in_with_code",
    "sign_out",
    "stop_consent",
    "use_invitation",
    "withdraw",
]
