"""The demo in Spanish, and in Arabic, which is written from right to left: a home page, an article, a menu, notices."""

from typing import Any

from wagtail.models import Locale, Page

from cms.buttons.models import Button
from cms.pages.models import Menu, MenuLink
from cms.wordpress.demo.writing import add_notices, article, heading, paragraphs, publish, stream
from home.models import ContentPage
from services.models import Topic


def add(home: Page) -> None:
    for code, words in LANGUAGES.items():
        locale, _created = Locale.objects.get_or_create(language_code=code)
        _add_language(home, locale, words)


def _add_language(home: Page, locale: Locale, words: dict[str, Any]) -> None:
    """Translate the home page, the index and one article of it, and write what stands around them."""
    source, button = article("asking-for-a-second-opinion"), Button.objects.get()
    topic = Topic.objects.get(slug="second-opinions", locale=source.locale).copy_for_translation(locale)
    _write(topic, {**words["topic"], "parent": None, "introduction": ""}).save()
    pages = {"home": home, "index": source.index_page, "article": source}
    for page in pages.values():
        page.copy_for_translation(locale)
    # Read anew: each became a parent when the next was copied.
    first, index, text = (
        _write(page.get_translation(locale).specific, words[name]) for name, page in pages.items()
    )
    doctors = {"link": {"page": button.page_id}, "colour": button.colour_id, "text": words["doctors"]}
    text.body = stream(*words["body"], ("button", doctors))
    text.sources = text.related = stream()
    text.topics.set([topic])
    text.tags.clear()
    reading = {"text": text.title, "link": {"page": text.pk}}
    hero = first.hero[0].get_prep_value()["value"]
    first.hero = stream(("hero", {**hero, **words["opening"], "buttons": [reading]}))
    first.body = stream(("service_articles", {"template": "default", "count": 3}), ("button", doctors))
    for page in (first, index, text):
        publish(page)
    _add_menu("header", locale, {text: "", index: ""})
    about = {
        ContentPage.objects.get(slug=slug, locale=home.locale): name for slug, name in words["footer"].items()
    }
    _add_menu("footer", locale, about)
    add_notices(locale, words)


def _add_menu(location: str, locale: Locale, pages: dict[Page, str]) -> None:
    menu = Menu.objects.create(name=f"{location} ({locale})", slug=location, location=location, locale=locale)
    for number, (page, name) in enumerate(pages.items()):
        MenuLink.objects.create(menu=menu, page=page, text=name, sort_order=number)


def _write(thing: Any, words: dict[str, Any]) -> Any:
    for name, value in words.items():
        setattr(thing, name, value)
    return thing


SPANISH = {
    "topic": {
        "name": "Segundas opiniones",
        "slug": "segundas-opiniones",
        "description": "Qué es una segunda opinión, cuándo ayuda y cómo pedirla.",
    },
    "home": {
        "title": "Inicio",
        "slug": "inicio",
        "seo_title": "Segundas opiniones con palabras claras",
        "search_description": "Le ayudamos a escuchar a otro médico antes de decidir.",
        "summary": "Datos claros, un segundo médico y alguien con quien hablar.",
    },
    "index": {
        "title": "Artículos",
        "slug": "articulos",
        "introduction": "<p>Lo que conviene saber antes de decidir.</p>",
        "seo_title": "",
        "search_description": "Artículos para pacientes y familias.",
    },
    "article": {
        "title": "Pedir una segunda opinión",
        "slug": "pedir-una-segunda-opinion",
        "summary": "Qué es una segunda opinión, cuándo ayuda y cómo pedirla.",
        "seo_title": "",
        "search_description": "Qué es una segunda opinión, cuándo ayuda y cómo pedirla.",
    },
    "opening": {
        "title": "Otro médico, antes de decidir",
        "text": "Las decisiones importantes sobre su salud son más fáciles con datos claros y alguien con quien hablar.",
    },
    "body": [
        paragraphs(
            "Una segunda opinión significa que otro médico estudia su caso con una mirada nueva. Lee sus informes, mira "
            "sus pruebas y le dice lo que piensa. Muchas personas la piden. No significa que su médico se haya "
            "equivocado."
        ),
        heading("Qué ocurre cuando la pide"),
        paragraphs(
            "Usted nos cuenta su problema de salud y le ayudamos a elegir a un médico que lo conoce bien. Ese médico lee "
            "sus papeles antes de hablar con usted, en persona o por vídeo. Después recibe una carta con palabras "
            "claras. Usted decide cómo seguir."
        ),
        heading("Cuándo puede ayudar"),
        (
            "list",
            {
                "items": [
                    "<p>le han propuesto una operación importante</p>",
                    "<p>hay más de un tratamiento y le cuesta elegir</p>",
                    "<p>el tratamiento no le ha ayudado tanto como esperaba</p>",
                ]
            },
        ),
        heading("Palabras que puede usar"),
        (
            "quote",
            {"text": "<p>Me gustaría que otro médico viera mis resultados. ¿Cómo consigo copias?</p>"},
        ),
    ],
    "footer": {
        "about-us": "Quiénes somos (en inglés)",
        "contact": "Contacto (en inglés)",
        "privacy": "Privacidad (en inglés)",
        "accessibility": "Accesibilidad (en inglés)",
    },
    "doctors": "Ver quién da segundas opiniones (en inglés)",
    "banner": {
        "title": "Esto es una demostración",
        "text": "El servicio, las personas y los teléfonos son inventados. Nada de lo que lee aquí es consejo médico.",
    },
    "help": {
        "help_heading": "¿Necesita ayuda?",
        "help_text": "Nuestro equipo responde a sus preguntas en español.",
        "hours": "De lunes a viernes, de 8 a 17 h; sábados, de 10 a 14 h",
        "disclaimer": "Estas páginas informan y no sustituyen una visita médica. En una urgencia, llame al número de "
        "emergencias de donde esté, por ejemplo el 112.",
    },
}

ARABIC = {
    "topic": {
        "name": "الرأي الطبي الثاني",
        "slug": "second-opinions",
        "description": "ما هو الرأي الطبي الثاني، ومتى يفيد، وكيف تطلبه.",
    },
    "home": {
        "title": "الصفحة الرئيسية",
        "slug": "home-ar",
        "seo_title": "الرأي الطبي الثاني بكلمات واضحة",
        "search_description": "نساعدك على سماع رأي طبيب آخر قبل أن تقرر.",
        "summary": "معلومات واضحة، وطبيب ثانٍ، ومن تتحدث معه.",
    },
    "index": {
        "title": "المقالات",
        "slug": "articles",
        "introduction": "<p>ما يفيدك أن تعرفه قبل أن تقرر.</p>",
        "seo_title": "",
        "search_description": "مقالات للمرضى وعائلاتهم.",
    },
    "article": {
        "title": "طلب رأي طبي ثانٍ",
        "slug": "asking-for-a-second-opinion",
        "summary": "ما هو الرأي الطبي الثاني، ومتى يفيد، وكيف تطلبه.",
        "seo_title": "",
        "search_description": "ما هو الرأي الطبي الثاني، ومتى يفيد، وكيف تطلبه.",
    },
    "opening": {
        "title": "طبيب ثانٍ، قبل أن تقرر",
        "text": "القرارات الكبيرة بشأن صحتك أسهل مع معلومات واضحة ومع من تتحدث إليه.",
    },
    "body": [
        paragraphs(
            "الرأي الطبي الثاني يعني أن طبيباً آخر ينظر إلى حالتك من جديد. يقرأ تقاريرك، ويطّلع على فحوصك، ويقول لك رأيه. "
            "كثيرون يطلبونه، ولا يعني ذلك أن طبيبك أخطأ."
        ),
        heading("ماذا يحدث عندما تطلبه"),
        paragraphs(
            "تخبرنا عن مشكلتك الصحية، ونساعدك على اختيار طبيب يعرفها جيداً. يقرأ الطبيب أوراقك قبل أن تتحدثا، وجهاً لوجه أو "
            "بالفيديو. بعد ذلك تصلك رسالة بكلمات واضحة، والقرار لك."
        ),
        heading("متى يمكن أن يفيد"),
        (
            "list",
            {
                "items": [
                    "<p>إذا اقتُرحت عليك عملية كبيرة</p>",
                    "<p>إذا كان هناك أكثر من علاج ويصعب عليك الاختيار</p>",
                    "<p>إذا لم يفدك العلاج كما كنت تأمل</p>",
                ]
            },
        ),
        heading("كلمات يمكنك أن تقولها"),
        ("quote", {"text": "<p>أود أن يطّلع طبيب آخر على نتائجي. كيف أحصل على نسخ منها؟</p>"}),
    ],
    "footer": {
        "about-us": "من نحن (بالإنجليزية)",
        "contact": "اتصل بنا (بالإنجليزية)",
        "privacy": "الخصوصية (بالإنجليزية)",
        "accessibility": "سهولة الاستخدام (بالإنجليزية)",
    },
    "doctors": "من يقدّم رأياً ثانياً (بالإنجليزية)",
    "banner": {
        "title": "هذا الموقع للعرض فقط",
        "text": "الخدمة والأشخاص وأرقام الهاتف من نسج الخيال، ولا شيء هنا يُعدّ نصيحة طبية.",
    },
    "help": {
        "help_heading": "هل تحتاج إلى مساعدة؟",
        "help_text": "يجيب فريقنا عن أسئلتك، ويتصل بك مع مترجم إذا احتجت إليه.",
        "hours": "من الاثنين إلى الجمعة، من 8 إلى 17؛ السبت، من 10 إلى 14",
        "disclaimer": "هذه الصفحات للمعرفة، ولا تغني عن فحص الطبيب. في الحالات الطارئة اتصل برقم الطوارئ في مكانك، مثل 112.",
    },
}

LANGUAGES = {"es": SPANISH, "ar": ARABIC}
