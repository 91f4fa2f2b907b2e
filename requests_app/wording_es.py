"""The closed lists in Spanish, for letters and mail. `requests_app.wording` has them in English."""

from typing import Final

from policies.domain.terms import FeeGround, Outcome, Right, Scope, StepMethod

RIGHTS: Final[dict[Right, str]] = {
    Right.KNOW_CATEGORIES: "saber qué tipos de datos tenemos sobre usted y qué hacemos con ellos",
    Right.KNOW_SPECIFIC: "recibir una copia de los datos que tenemos sobre usted",
    Right.ACCESS: "ver los datos que tenemos sobre usted",
    Right.INSPECT: "venir a ver sus expedientes",
    Right.COPIES: "recibir copias de sus expedientes",
    Right.DELETE: "que se borren sus datos",
    Right.CORRECT: "que se corrijan sus datos",
    Right.AMEND: "que se enmiende su expediente médico",
    Right.ACCOUNTING: "recibir una lista de a quién se le dio su información médica",
    Right.DELETE_THIRD_PARTY_SOURCED: "que se borren los datos que otras personas nos dieron sobre usted",
    Right.CORRECT_THIRD_PARTY_SOURCED: "que se corrijan los datos que otras personas nos dieron sobre usted",
    Right.CHILD_REPORT: "avisarnos de que quizá tengamos datos de un menor de 13 años",
    Right.CHILD_DELETION: "que se borren los datos de un menor de 13 años",
    Right.LIMIT_DISCLOSURE: "que se limite cómo se usan o se comparten sus datos de salud",
    Right.CONFIDENTIAL_COMMUNICATIONS: "que le escribamos o llamemos a otro lugar o de otra manera",
    Right.SEND_TO_THIRD_PARTY: "que se envíen sus datos a otra persona o aplicación",
    Right.OPT_OUT_SALE: "que no se vendan sus datos",
    Right.OPT_OUT_SHARING: "que no se compartan sus datos para anuncios",
    Right.LIMIT_SENSITIVE: "que se limite el uso de sus datos sensibles",
    Right.OPT_OUT_EMAIL: "no recibir más correos electrónicos",
    Right.OPT_OUT_TEXT: "no recibir más mensajes de texto",
    Right.OPT_OUT_CALLS: "no recibir más llamadas",
    Right.OPT_OUT_MAIL: "no recibir más cartas",
    Right.OPT_OUT_TARGETED_ADS: "que no le muestren anuncios basados en lo que usted hace",
    Right.COMPLAINT: "quejarse de cómo tratamos sus datos",
    Right.POLICY_QUESTION: "hacernos una pregunta sobre nuestra política de privacidad",
}
"""Completes "Usted pidió ..."."""

HEALTH: Final[dict[Right, str]] = {
    Right.ACCESS: "ver su expediente médico o recibir copias",
    Right.CORRECT: "que se enmiende su expediente médico",
    Right.SEND_TO_THIRD_PARTY: "que se envíe su expediente médico a otra persona o aplicación",
}
"""Rights that are called otherwise over health records."""

SCOPES: Final[dict[Scope, str]] = {
    Scope.SITE_DATA: "datos del sitio web y de la aplicación",
    Scope.HEALTH_RECORDS: "expediente médico",
}

OUTCOMES: Final[dict[Outcome, str]] = {
    Outcome.OPEN: "Abierta",
    Outcome.FULFILLED: "Hecho",
    Outcome.PARTLY_FULFILLED: "Hecho en parte",
    Outcome.DENIED: "Negada",
    Outcome.UNVERIFIED: "Cerrada: no pudimos confirmar la identidad",
    Outcome.WITHDRAWN: "Retirada por la persona",
    Outcome.NOT_ELIGIBLE: "Cerrada: esta política no la cubre",
    Outcome.MISDIRECTED: "Cerrada: era para otra organización",
    Outcome.MERGED: "Unida a otra solicitud",
}

FEE_GROUNDS: Final[dict[FeeGround, str]] = {
    FeeGround.EXCESSIVE: "La solicitud es excesiva",
    FeeGround.REPETITIVE: "La solicitud repite otras anteriores",
    FeeGround.UNFOUNDED: "La solicitud no tiene base",
    FeeGround.MANIFESTLY_UNFOUNDED: "Está claro que la solicitud no tiene base",
    FeeGround.COPY_COSTS: "Lo que cuesta hacer las copias",
}

STEP_METHODS: Final[dict[StepMethod, str]] = {
    StepMethod.CONTACT_CONFIRMATION: "Confirme su dirección de correo electrónico o su número de teléfono",
    StepMethod.MATCH_TWO: "Denos dos datos que podamos comparar con lo que tenemos",
    StepMethod.MATCH_THREE: "Denos tres datos que podamos comparar con lo que tenemos",
    StepMethod.SIGNED_DECLARATION: "Firme una declaración de que usted es quien dice ser",
    StepMethod.DOCUMENT_CHECK: "Muéstrenos un documento de identidad",
    StepMethod.AUTHORITY_CHECK: "Muéstrenos un documento que diga que usted puede actuar por esta persona",
    StepMethod.ACCOUNT_SIGN_IN: "Entre en su cuenta, si tiene una",
    StepMethod.SITE_IDENTIFIER: "Díganos un número que le dio el sitio web",
}

WEEKDAYS: Final = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
MONTHS: Final = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
