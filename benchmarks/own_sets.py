"""``python -m benchmarks.own_sets``: quality of the detectors for which we know no labelled public set.

Names, postal addresses and groundedness are measured on sentences of our own, put together by a fixed seed. Whoever
wrote them knew the detectors, and mended two mistakes of ``names`` that they showed: read the figures as a lower bound
of the mistakes, and as a comparison of kinds.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from charter.guardrails import meanings, measures
from charter.guardrails.detectors import grounding, people
from charter.guardrails.text.folding import fold

SEED = 20_261_123
_EACH = 60

# Half of the given names are in the detector's list, half are not; no family name is.
_LISTED = [
    "Anna",
    "Thomas",
    "Julia",
    "Pedro",
    "Camille",
    "Wolfgang",
    "Giulia",
    "Agnieszka",
    "Priya",
    "Omar",
    "Hannah",
    "Marco",
    "Sophie",
    "Karen",
    "Diego",
]
_UNLISTED = [
    "Thandiwe",
    "Bartholomew",
    "Oksana",
    "Ximena",
    "Leopold",
    "Ngozi",
    "Aurelio",
    "Saoirse",
    "Tadeusz",
    "Ileana",
    "Kwame",
    "Ottilie",
]
_FAMILY = [
    "Okafor",
    "Lindqvist",
    "Marchetti",
    "Brzezinski",
    "Haverkamp",
    "Delacroix",
    "Montoya",
    "Thistlewood",
    "Yamamoto",
    "Castellanos",
    "Novotny",
    "Abernathy",
    "Kirchhoff",
    "Vandenberg",
    "Ouellet",
    "Sarraf",
    "Mbeki",
    "Pellegrini",
    "Oyelaran",
    "Quesada",
]
_CUED = {
    "en": ("Dear {n},\nyour order is on its way.", "Please ask Mrs {f} about the lease.", "My name is {n}.",
           "Patient: {n}\nWard: 4", "See you then.\nKind regards,\n{n}"),
    "de": ("Hallo {n},\ndanke für die Nachricht.", "Bitte wenden Sie sich an Frau {f}.", "Mein Name ist {n}.",
           "Viele Grüße\n{n}", "Ich heiße {n} und rufe wegen der Rechnung an."),
    "fr": ("Bonjour {n},\nvotre colis est parti.", "Demandez à Madame {f} pour le bail.", "Je m'appelle {n}.",
           "Nom : {n}", "Cordialement,\n{n}"),
    "es": ("Hola {n},\nsu pedido ha salido.", "Pregunte a la Sra. {f} por el contrato.", "Me llamo {n}.",
           "Nombre: {n}", "Saludos,\n{n}"),
    "it": ("Ciao {n},\nil pacco è partito.", "Chieda alla Signora {f} del contratto.", "Mi chiamo {n}.",
           "Nome: {n}", "Saluti,\n{n}"),
}  # fmt: skip
_BARE = {
    "en": ("Yesterday {n} signed the contract for the warehouse.", "The keys were handed to {n} on Monday.",
           "According to {n}, the meeting was moved to the afternoon."),
    "de": ("Gestern hat {n} den Vertrag unterschrieben.", "Die Schlüssel wurden {n} übergeben.",
           "Laut {n} wurde das Treffen verschoben."),
    "fr": ("Hier, {n} a signé le contrat.", "Les clés ont été remises à {n} lundi.",
           "Selon {n}, la réunion a été déplacée."),
    "es": ("Ayer {n} firmó el contrato.", "Las llaves se entregaron a {n} el lunes.",
           "Según {n}, la reunión se aplazó."),
    "it": ("Ieri {n} ha firmato il contratto.", "Le chiavi sono state consegnate a {n} lunedì.",
           "Secondo {n}, la riunione è stata spostata."),
}  # fmt: skip
_NAMELESS = {
    "en": ("Dear Customer Support,\nthe {t} does not start.", "The {t} was shown at the Lisbon Web Summit in {y}.",
           "Northwind Traders bought {k} licences of the {t}.", "Regards,\nThe Support Team"),
    "de": ("Der Vertrag über {k} Lizenzen endet im Mai {y}.", "Die Stadtwerke München liefern das Gerät {t}.",
           "Hallo zusammen,\ndas Gerät {t} ist defekt.", "Viele Grüße\nIhr Kundendienst"),
    "fr": ("La Banque Populaire a commandé {k} licences.", "Bonjour,\nl'appareil {t} ne démarre pas.",
           "Le Salon du Livre de Paris ouvre en mars {y}.", "Cordialement,\nLe service client"),
    "es": ("El Banco Central pidió {k} licencias.", "Hola,\nel aparato {t} no arranca.",
           "La Feria del Libro de Madrid abre en mayo de {y}.", "Saludos,\nEl equipo de soporte"),
    "it": ("La Banca Popolare ha ordinato {k} licenze.", "Buongiorno,\nl'apparecchio {t} non parte.",
           "Il Salone del Libro di Torino apre a maggio {y}.", "Saluti,\nIl servizio clienti"),
}  # fmt: skip
_THINGS = [
    "Aurora 500",
    "Model T7",
    "Falcon X",
    "Silver Line",
    "Nova Station",
    "Blue Harbour",
    "Atlas Pro",
    "Quiet Power",
]

_STREETS = {
    "en": ("{h} {w} Street, {c} {z}", "{h} {w} Road", "{h} {w} Lane, {c}", "Flat 3, {h} {w} Gardens, {c}"),
    "de": ("{w}straße {h}, {z5} {c}", "{w}weg {h}", "{w}platz {h}, {z5} {c}", "An der {w} {h}, {z5} {c}"),
    "fr": ("{h} rue de la {w}, {z5} {c}", "{h} avenue {w}", "{h} bis, boulevard {w}, {z5} {c}", "{h} chemin des {w}"),
    "es": ("Calle {w}, {h}, {z5} {c}", "Avenida de {w} {h}", "Plaza {w} {h}, {z5} {c}", "C/ {w} {h}"),
    "it": ("Via {w} {h}, {z5} {c}", "Corso {w} {h}", "Piazza {w} {h}, {z5} {c}", "Viale dei {w} {h}"),
}
_WORDS = {
    "en": ["Willow", "Kingsley", "Harrow", "Millbrook", "Ashdown", "Pemberton", "Larkspur", "Orchard"],
    "de": ["Linden", "Rosen", "Goethe", "Bahnhof", "Eichen", "Ufer", "Kastanien", "Brunnen"],
    "fr": ["Fontaine", "République", "Tilleuls", "Victoire", "Gambetta", "Rivière", "Chapelle", "Moulins"],
    "es": ["Alcalá", "Cervantes", "Goya", "Colón", "Velázquez", "Serrano", "Olivares", "Mayor"],
    "it": ["Garibaldi", "Mazzini", "Verdi", "Tigli", "Cavour", "Dante", "Manzoni", "Roma"],
}
_PLACES = {
    "en": ("Leeds", "LS1 4AP"), "de": ("Bremen", "28195"), "fr": ("Lyon", "69002"), "es": ("Sevilla", "41001"),
    "it": ("Torino", "10121"),
}  # fmt: skip
_AROUND = {
    "en": "Please send it to {a}.", "de": "Bitte senden Sie es an {a}.", "fr": "Merci de l'envoyer au {a}.",
    "es": "Por favor, envíelo a {a}.", "it": "Si prega di inviarlo a {a}.",
}  # fmt: skip
_NO_ADDRESS = {
    "en": ("We walked {k} miles along the Coast Road in {y}.", "Chapter {k} of the Harbour Guide is about lanes.",
           "Version {k} of the Street View data was released in {y}."),
    "de": ("Wir gingen {k} km den Weg am Fluss entlang.", "Im Jahr {y} waren es {k} Plätze mehr.",
           "Kapitel {k} handelt von der Seidenstraße im Mittelalter."),
    "fr": ("Nous avons fait {k} km sur la route en {y}.", "Le chapitre {k} parle de la rue au Moyen Âge.",
           "En {y}, {k} places étaient libres."),
    "es": ("Caminamos {k} km por la calle en {y}.", "El capítulo {k} trata de la plaza medieval.",
           "En {y} había {k} plazas libres."),
    "it": ("Abbiamo fatto {k} km in via provvisoria nel {y}.", "Il capitolo {k} parla della piazza.",
           "Nel {y} c'erano {k} posti liberi."),
}  # fmt: skip

# By language: what a tool returned, how an answer says it, and a claim of which no source speaks.
_FACTS = {
    "en": ("Order {a}: {k} units of {t}, delivery from the {c} warehouse on {d} {m}, carrier pays the customs fee.",
           "The {k} units of {t} in order {a} will be delivered from the warehouse in {c} on {d} {m}.",
           "The manufacturer has recalled the batteries because several of them caught fire."),
    "de": ("Bestellung {a}: {k} Stück {t}, Lieferung aus dem Lager {c} am {d}. {m}, der Spediteur zahlt den Zoll.",
           "Die {k} Stück {t} aus Bestellung {a} werden am {d}. {m} vom Lager {c} geliefert.",
           "Der Hersteller hat die Batterien zurückgerufen, weil mehrere davon Feuer fingen."),
    "fr": ("Commande {a} : {k} unités de {t}, livraison depuis l'entrepôt de {c} le {d} {m}, douane payée.",
           "Les {k} unités de {t} de la commande {a} seront livrées le {d} {m} depuis l'entrepôt de {c}.",
           "Le fabricant a rappelé les batteries parce que plusieurs ont pris feu."),
    "es": ("Pedido {a}: {k} unidades de {t}, entrega desde el almacén de {c} el {d} de {m}, aduana pagada.",
           "Las {k} unidades de {t} del pedido {a} se entregarán el {d} de {m} desde el almacén de {c}.",
           "El fabricante ha retirado las baterías porque varias se incendiaron."),
    "it": ("Ordine {a}: {k} unità di {t}, consegna dal magazzino di {c} il {d} {m}, dogana pagata.",
           "Le {k} unità di {t} dell'ordine {a} saranno consegnate il {d} {m} dal magazzino di {c}.",
           "Il produttore ha richiamato le batterie perché diverse hanno preso fuoco."),
}  # fmt: skip
_PARAPHRASED = {
    "en": "You will get what you ordered, {k} pieces altogether, in {m}; nothing is left to pay at the border.",
    "de": "Was Sie bestellt haben, insgesamt {k} Exemplare, kommt im {m}; an der Grenze fällt nichts mehr an.",
    "fr": "Vous recevrez ce que vous avez commandé, {k} exemplaires en tout, en {m} ; rien à payer à la frontière.",
    "es": "Recibirá lo que ha pedido, {k} piezas en total, en {m}; no queda nada que pagar en la frontera.",
    "it": "Riceverà quello che ha ordinato, {k} pezzi in tutto, a {m}; non resta nulla da pagare alla frontiera.",
}
_MONTHS = {
    "en": ("March", "October"), "de": ("März", "Oktober"), "fr": ("mars", "octobre"), "es": ("marzo", "octubre"),
    "it": ("marzo", "ottobre"),
}  # fmt: skip
_CITIES = ("Rotterdam", "Gdansk", "Valencia", "Genova", "Bristol", "Hamburg")


@dataclass(frozen=True, slots=True)
class Sample:
    """A text, of which kind and language it is, and what is to be found in it: nothing when empty."""

    kind: str
    language: str
    text: str
    there: str = ""
    source: str = ""


def names() -> Iterator[Sample]:
    """Yield texts with a name and without."""
    chance = random.Random(SEED)
    for language, cued in _CUED.items():
        for kind, templates in (("after a title, greeting or signature", _CUED), ("in a sentence", _BARE)):
            for number in range(_EACH):
                listed = number % 2 == 0
                family = chance.choice(_FAMILY)
                full = f"{chance.choice(_LISTED if listed else _UNLISTED)} {family}"
                template = chance.choice(templates[language])
                how = kind if templates is _CUED else f"{kind}, {'common' if listed else 'rarer'} given name"
                yield Sample(how, language, template.format(n=full, f=family), family if "{f}" in template else full)
        for _ in range(_EACH):
            given, family = chance.choice(_LISTED), chance.choice(_FAMILY)
            template = chance.choice(_BARE[language])
            yield Sample("in a sentence, given name alone", language, template.format(n=given), given)
            small = f"{given} {family}".lower()
            yield Sample("in lower case", language, chance.choice(cued).format(n=small, f=small), small)
        for _ in range(_EACH):
            yield Sample("no name", language, _filled(chance, _NAMELESS[language]))


def addresses() -> Iterator[Sample]:
    """Yield texts with a postal address and without."""
    chance = random.Random(SEED + 1)
    for language, forms in _STREETS.items():
        place, code = _PLACES[language]
        for number in range(_EACH):
            form = forms[number % len(forms)]
            letter = chance.choice(("", "", "a")) if language in {"en", "de"} else ""
            house = str(chance.randint(1, 190)) + letter
            word = chance.choice(_WORDS[language])
            address = form.format(h=house, w=word, c=place, z=code, z5=code)
            kind = "with postcode or place" if "{c}" in form else "street and number alone"
            yield Sample(kind, language, _AROUND[language].format(a=address), word)
            lines = f"{_AROUND[language].format(a='').rstrip(' .')}\n{address.replace(', ', chr(10))}"
            yield Sample("over several lines", language, lines, word)
            small = _AROUND[language].format(a=address).lower()
            yield Sample("in lower case", language, small, word.lower())
        for _ in range(_EACH):
            yield Sample("no address", language, _filled(chance, _NO_ADDRESS[language]))


def answers() -> Iterator[Sample]:
    """Yield answers that their source supports, and answers that it does not."""
    chance = random.Random(SEED + 2)
    for language, (source_form, answer_form, claim) in _FACTS.items():
        for _ in range(_EACH):
            facts = {
                "a": chance.randint(1_000, 9_999), "k": chance.randint(11, 99), "t": chance.choice(_THINGS),
                "c": chance.choice(_CITIES), "d": chance.randint(1, 9), "m": _MONTHS[language][0],
            }  # fmt: skip
            source, said = source_form.format(**facts), answer_form.format(**facts)
            other = {
                "c": chance.choice([city for city in _CITIES if city != facts["c"]]), "m": _MONTHS[language][1],
                "t": chance.choice([thing for thing in _THINGS if thing != facts["t"]]),
            }  # fmt: skip
            yield Sample("supported, nearly in the source's words", language, said, source=source)
            yield Sample("supported, in other words", language, _PARAPHRASED[language].format(**facts), source=source)
            for kind, text in (
                ("another number", answer_form.format(**facts | {"k": int(facts["k"]) + 100})),
                ("another thing, place and month", answer_form.format(**facts | other)),
                ("a claim of which nothing is said", f"{said} {claim}"),
                ("about something else", claim),
            ):
                yield Sample(kind, language, text, "unsupported", source)


def _filled(chance: random.Random, forms: tuple[str, ...]) -> str:
    facts = {"t": chance.choice(_THINGS), "y": chance.randint(1990, 2026), "k": chance.randint(2, 400)}
    return chance.choice(forms).format(**facts)


def spotted(detector: str, sample: Sample) -> bool:
    """Return whether the detector found what is there, or found something where nothing is."""
    folded = fold(sample.text)
    found = people.names(folded) if detector == "names" else people.addresses(folded)
    if not sample.there:
        return bool(found.spans)
    start = sample.text.index(sample.there)
    return any(span.start <= start and start + len(sample.there) <= span.end for span in found.spans)


def rates(detector: str) -> dict[tuple[str, str], measures.Estimate]:
    """Return how many texts of each kind, and of each language, are spotted."""
    by: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for sample in names() if detector == "names" else addresses():
        hit = spotted(detector, sample)
        by["kind", sample.kind].append(hit)
        by["with" if sample.there else "without", sample.language].append(hit)
    return {key: measures.rate(hits) for key, hits in by.items()}


def groundedness() -> tuple[dict[str, measures.Estimate], dict[str, measures.Estimate]]:
    """Return the AUC of each kind of unsupported answer and language, and the share of each kind scored 0.5 or more."""
    packaged = meanings.packaged()
    scores: dict[tuple[str, str], list[float]] = defaultdict(list)
    for sample in answers():
        score = grounding.ungrounded(packaged, sample.text, [sample.source]).score
        scores[sample.kind, sample.language].append(score)

    def of(*, kind: str = "", language: str = "") -> list[float]:
        found = (
            each for (k, lang), each in scores.items() if k.startswith(kind) and (not language or lang == language)
        )
        return [score for each in found for score in each]

    kinds = dict.fromkeys(kind for kind, _ in scores)
    wrong = [kind for kind in kinds if not kind.startswith("supported")]
    areas = {kind: measures.auc(of(kind=kind), of(kind="supported")) for kind in wrong}
    for language in _FACTS:
        bad = [score for kind in wrong for score in of(kind=kind, language=language)]
        areas[language] = measures.auc(bad, of(kind="supported", language=language))
    areas["all"] = measures.auc([score for kind in wrong for score in of(kind=kind)], of(kind="supported"))
    return areas, {kind: measures.rate([score >= 0.5 for score in of(kind=kind)]) for kind in kinds}


def main() -> None:
    """Print the figures as tables."""
    for detector in ("names", "addresses"):
        print(f"\n{detector}: share of texts spotted\n")
        for (group, which), estimate in rates(detector).items():
            print(f"| {group} | {which} | {estimate} |")
    areas, hits = groundedness()
    print("\ngroundedness: AUC\n")
    for what, estimate in areas.items():
        print(f"| {what} | {estimate} |")
    print("\ngroundedness: share scored 0.5 or more\n")
    for what, estimate in hits.items():
        print(f"| {what} | {estimate} |")


if __name__ == "__main__":
    main()
