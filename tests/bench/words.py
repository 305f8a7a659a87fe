"""Some thousand French word forms, the frequent ones first, for texts that a bench can search."""

import random


def words_of(text: str) -> list[str]:
    """A list written as text."""
    return text.split()


#: Words that carry no meaning of their own: the head of the frequency list, as in real French.
SMALL_WORDS = words_of("""
de la le et les des en un une du pour que dans qui est par sur avec plus au ce ne se sont il pas
aux on leur cette ou mais nous vous comme entre sans sous chaque aussi
""")

NOUNS = words_of("""
réunion communauté méthode pratique collègue expérience retour atelier équipe projet question
réponse récit guide étape objectif résultat évaluation participant animateur compétence métier
formation outil échange partage veille source lecture synthèse compte-rendu décision débat accord
désaccord problème solution idée proposition consigne minute journée semaine trimestre calendrier
invitation rappel salle tableau feuille crayon carte schéma dessin exemple modèle gabarit liste
inventaire mesure indicateur seuil écart progrès échec réussite leçon conseil erreur risque
précaution condition matériel document fichier dossier page chapitre titre résumé mot phrase
langage vocabulaire définition notion principe règle charte valeur culture service direction
responsable facilitateur mentor expert novice stagiaire arrivant départ mémoire savoir geste
tâche routine procédure contrôle relecture correction publication diffusion lettre message
courriel annonce demande besoin attente motivation confiance écoute parole silence
reformulation observation entretien enquête sondage vote consensus priorité budget ressource
temps rythme durée pause moment rencontre visite voisin partenaire réseau territoire commune
région usager citoyen dispositif politique programme action plan bilan rapport
""")

#: Regular infinitives in -er.
VERBS = words_of("""
animer préparer inviter présenter expliquer écouter noter relancer partager publier corriger
valider tester essayer adapter simplifier documenter raconter questionner observer évaluer comparer
mesurer chercher trouver proposer décider voter classer ranger nommer relier citer copier réutiliser
transformer améliorer renforcer organiser planifier former accompagner guider aider encourager
remercier féliciter signaler alerter vérifier contrôler compter estimer calculer dessiner illustrer
afficher enregistrer archiver supprimer ajouter déplacer modifier rédiger formuler reformuler
résumer synthétiser analyser discuter négocier arbitrer fixer lancer terminer clôturer prolonger
recommencer insister distribuer collecter rassembler mobiliser impliquer associer consulter
interroger rencontrer visiter écarter tracer chiffrer dater signer valoriser centraliser numéroter
traiter trier filtrer limiter continuer débuter profiter échanger changer charger dégager placer
""")

ADJECTIVES = words_of("""
utile simple clair précis court rapide lent grand petit fort faible commun collectif individuel
local national régional public ouvert fermé partagé ancien récent rare régulier annuel mensuel
quotidien concret abstrait réel possible nécessaire suffisant important prioritaire final initial
central voisin distant présent absent actif passif attentif prudent patient autonome débutant
confirmé solide fragile stable durable transparent visible lisible accessible gratuit payant interne
externe mutuel pluriel original libre motivé engagé
""")

#: Endings of adjectives whose feminine is more than an added -e.
FEMININE = {"el": "elle", "en": "enne", "if": "ive", "ier": "ière", "ic": "ique"}

#: Every run draws the same words.
SEED = 20_261


def plural(word: str) -> str:
    """« réunions », « tableaux », « nationaux »; words in -s and -x stay."""
    if word.endswith(("s", "x")):
        return word
    if word.endswith("al"):
        return word[:-1] + "ux"
    return word + ("x" if word.endswith(("eau", "eu")) else "s")


def feminine(adjective: str) -> str:
    """« utile », « fermée », « collective », « ancienne »."""
    if adjective.endswith("e"):
        return adjective
    for ending, replacement in FEMININE.items():
        if adjective.endswith(ending):
            return adjective.removesuffix(ending) + replacement
    return adjective + "e"


def verb_forms(infinitive: str) -> list[str]:
    """Infinitive, four persons of the present, both past participles."""
    stem = infinitive.removesuffix("er")
    soft = {"g": "ge", "c": "ç"}.get(stem[-1], stem[-1])
    endings = ("e", "ent", "ez", "é", "ée")
    return [infinitive, f"{stem[:-1]}{soft}ons", *(stem + ending for ending in endings)]


def adjective_forms(adjective: str) -> list[str]:
    """Masculine and feminine, singular and plural."""
    other = feminine(adjective)
    return [adjective, other, plural(adjective), plural(other)]


def vocabulary() -> list[str]:
    """All forms, most frequent first: the small words, then the others in a fixed disorder."""
    forms: list[str] = []
    for noun in NOUNS:
        forms += [noun, plural(noun)]
    for verb in VERBS:
        forms += verb_forms(verb)
    for adjective in ADJECTIVES:
        forms += adjective_forms(adjective)
    meaning = sorted({form for form in forms if form.isalpha()} - set(SMALL_WORDS))
    random.Random(SEED).shuffle(meaning)
    return [*SMALL_WORDS, *meaning[: 1_000 - len(SMALL_WORDS)]]
