using System.Text.RegularExpressions;

namespace CommunityIntel.Domain.Digests;

/// <summary>
/// Decisions and events by the phrases that people announce them with, in English and French. Conservative: a plan is told of us, not of
/// me; it is no question, no condition, no negation; an event has a kind and a time. What is not said in such words is not found.
/// </summary>
internal static partial class Plans
{
    // What is said to one person is no announcement.
    private const double LeastFit = 0.45;

    /// <summary>By how well they read, the best first.</summary>
    public static List<(Line Line, DigestItemKind Kind)> Of(Talk talk) =>
        [.. talk.Lines.Select(line => (Line: line, Kind: KindOf(line))).Where(p => p.Kind is not null)
            .OrderByDescending(p => Fitness.OfAnnouncement(p.Line)).ThenBy(p => p.Line.Id).Select(p => (p.Line, p.Kind!.Value))];

    private static DigestItemKind? KindOf(Line line)
    {
        var text = line.Text.Folded;
        if (line.Terms.Length < 2 || text.Contains('?', StringComparison.Ordinal) || text.Length is < Fitness.Shortest or > DigestRules.LongestText) return null;
        if (!MayBePlan().IsMatch(text) || Fitness.OfAnnouncement(line) < LeastFit || Unsure().IsMatch(text)) return null;
        if (Decided().IsMatch(text)) return DigestItemKind.Decision;
        if (Released().IsMatch(text) || (TakesPlace().IsMatch(text) && HasTime().IsMatch(text) && !OfMe().IsMatch(text) && !IsPast().IsMatch(text))) return DigestItemKind.Event;
        return null;
    }

    // Quick: most messages hold none of these.
    [GeneratedRegex("decid|decision|agreed|settled|go(?:ing)? with|voted|switch|accord|choisi|part sur|partir sur|acte|vote|releas|is out|version|sort|live|disponible|join|come|host|meet|event|stream|tournament|tournoi|raid|rendez|rdv|soiree|reunion|atelier|workshop|hackathon|webinar|conference|session|game night|call")]
    private static partial Regex MayBePlan();

    [GeneratedRegex(
        @"\b(?:we(?:'ve| have)? (?:all |just |finally )?(?:decided|agreed|settled|voted)|(?:it(?:'s| is| was)|has been) (?:been )?decided|(?:we'll|we will|we are going to|we're going to|let's|lets) (?:all )?(?:go with|stick (?:with|to)|switch to|settle on)|we(?:'re| are) (?:going with|switching to)|(?:the|our) (?:final )?decision is|(?:^|[.!] )(?:final )?decision ?:"
        + @"|(?:on|nous) (?:a|avons) (?:tous )?(?:finalement |enfin )?(?:decide|choisi|vote|convenu)|c'est (?:decide|acte|vote)|(?:on|nous) (?:part|partons|va partir|reste|passe) sur|on s'est mis d'accord|(?:il a ete|a ete) decide)(?! by| par)\b(?! to pm)")]
    private static partial Regex Decided();

    [GeneratedRegex(
        @"\b(?:v\d+(?:\.\d+)*|version \d+(?:\.\d+)*|update|beta|alpha|mise a jour|season|saison)\b.{0,40}\b(?:is (?:now |finally )?(?:out|live|released|available)|(?:has been|was) released|est (?:sortie?|disponible|en ligne))"
        + @"|\b(?:we(?:'ve| have)? (?:just )?released|now available|on a (?:sorti|publie))\b.{0,60}\b(?:v\d|version|\d+\.\d+|beta|update|mise a jour)")]
    private static partial Regex Released();

    [GeneratedRegex(
        @"\b(?:events?|meetups?|meet-?ups?|meeting|streams?|live ?streams?|tournaments?|raids?|webinars?|workshops?|hackathons?|game night|movie night|conference|hangouts?|coffee-and-code|coding session|live session|community call"
        + @"|rendez-vous|rdv|tournois?|soiree|reunion|ateliers?|evenements?|sortie (?:jeux?|cine)|partie|conference|session|stream|live)\b")]
    private static partial Regex TakesPlace();

    [GeneratedRegex(
        @"\b(?:tonight|tomorrow|(?:this|next|on|every) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend)|(?:at|@) ?\d{1,2}(?::\d\d)? ?(?:am|pm|utc|gmt|est|pst|cet|h\b)|\d{1,2}(?::\d\d)? ?(?:am|pm)\b|(?:january|february|march|april|june|july|august|september|october|november|december) \d{1,2}|\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:january|february|march|april|may|june|july|august|september|october|november|december)"
        + @"|ce soir|demain|apres-demain|(?:ce|le|chaque) (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) (?:prochain|soir|a)|(?:a|vers|des|rdv|rendez-vous) (?:[01]?\d|2[0-3]) ?h(?:\d\d)?|\d{1,2}h\d\d|\d{1,2} (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre))\b")]
    private static partial Regex HasTime();

    [GeneratedRegex(
        @"\b(?:if|unless|your|should we|haven't|have not|hasn't|not sure|wasn't|didn't|don't|never|would be|could|maybe|might|wish|before we|once we|when we|until|i think|i guess|what if|or something|rather than|thought about|thinking (?:of|about)|i assume|looking for|trying to|going to be suspended|switch to (?:pm|dm)|no one|nobody"
        + @"|si|sauf|pas sur|n'a pas|n'avons pas|pas encore|jamais|peut-etre|faudrait|serait|pourrait|avant (?:qu|de)|je pense|je crois)\b")]
    private static partial Regex Unsure();

    [GeneratedRegex(@"\b(?:was|were|had|did|went|used to|started|ago|yesterday|last (?:week|night|month|year)|etait|avait|etaient|hier|dernier|derniere)\b")]
    private static partial Regex IsPast();

    [GeneratedRegex(@"^(?:i|i'm|i've|i'll|i'd|j'ai|je|j'avais|my|mon|ma)\b|\b(?:i have|i had|i've|i was|i went|i'm|my|i got|i can't|i go|j'ai|j'avais|j'etais|mon|ma|mes)\b")]
    private static partial Regex OfMe();
}
