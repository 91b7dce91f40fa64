namespace CommunityIntel.BotShard.Tests.Digests;

/// <summary>Talks of three people that are worth summing up, more than twenty messages each.</summary>
internal static class SomeTalk
{
    public static readonly IReadOnlyList<string> OfChess =
    [
        "The chess tournament needs a new bracket before the weekend.", "I printed the tournament bracket and two names are missing.", "The old bracket had eight chess players in it.",
        "Nobody told the chess club about the second round of the tournament.", "Round two of the tournament should use the longer clock.", "The chess clock broke during the first round.",
        "A longer clock makes every round of chess better.", "My bishop lost the first round because of that clock.", "The bracket puts both bishops of the club against each other.",
        "We decided to play the chess tournament with the longer clock.", "The library has three chess boards for the tournament.", "One of those chess boards has no white bishop.",
        "I can bring a wooden board and a clock for round two.", "The tournament starts on saturday at 7pm in the library.", "Somebody should write the bracket on the big board.",
        "The club paid for the tournament boards last year.", "Every round gets its own board in the library.", "The bracket looks fair with ten chess players.",
        "A bishop ending decided the last tournament of the club.", "The clock of board three runs too fast.", "I will repair the clock before the tournament.", "The final round is played on the wooden board.",
        "The chess club thanks the library for the boards.", "The bracket is on the door of the library now.",
    ];

    public static readonly IReadOnlyList<string> OfGardens =
    [
        "The tomato seedlings in the greenhouse need more light.", "Half of the tomato seedlings fell over in the greenhouse.", "A greenhouse lamp would help the seedlings.", "The compost for the tomatoes smells strange.",
        "I moved the compost away from the greenhouse.", "Tomato leaves turned yellow after the compost.", "The greenhouse lamp is too close to the seedlings.", "Basil grows well beside tomatoes in the greenhouse.",
        "Our seedlings came from the market garden.", "The market garden sells compost in small bags.", "A bag of compost feeds twenty tomato plants.", "The greenhouse door does not close any more.",
        "Slugs ate the basil and two tomato seedlings.", "Slugs come through the greenhouse door at night.", "Copper tape keeps slugs away from seedlings.", "The lamp attracts slugs to the greenhouse.",
        "Water the tomato seedlings from below.", "The compost keeps the water for the tomatoes.", "Two greenhouse windows need new glass.", "The seedlings can move outside when the nights are warm.", "Basil and tomatoes share one bed outside.",
    ];

    /// <summary>That not everybody may read.</summary>
    public static readonly IReadOnlyList<string> OfMerger =
    [
        "The merger with the northern guild must stay secret.", "The northern guild signed the merger papers.", "Our treasurer read the merger papers twice.", "The papers name a new treasurer for both guilds.",
        "The treasurer of the northern guild wants the vault.", "The vault holds more than the merger papers say.", "Moderators learn of the merger after the vote.", "The vote on the merger needs all moderators.",
        "Two moderators are against the merger and the vault.", "We decided to sign the merger papers after the vote.", "The vault gets a second key for the treasurer.", "Northern moderators keep their roles after the merger.",
        "The papers forbid talk about the vault.", "The treasurer counts the vault before the merger.", "The vote of the northern guild was close.", "Moderators of both guilds share the vault key.",
        "The merger papers lie in the vault.", "The key to the vault is with the treasurer.", "A second vote would delay the merger.", "The northern treasurer leaves after the merger.", "The moderators vote on the papers tonight.",
    ];
}
