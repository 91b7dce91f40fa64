using System.Globalization;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;
using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.BotShard.Commands;

/// <summary><c>/leaderboard [board] [period]</c>: ten members a page, with buttons to the others.</summary>
public sealed class LeaderboardCommand(IGrainFactory grains, CommandTexts texts) : ICommand
{
    private const int PageSize = 10;
    private const int LastPage = 100_000;
    private const int Accent = 0x2F58CD;

    private static readonly (string Name, LeaderboardBoard Board)[] Boards =
        [("xp", LeaderboardBoard.Xp), ("messages", LeaderboardBoard.Messages), ("voice", LeaderboardBoard.Voice)];

    private static readonly (string Name, LeaderboardPeriod Period)[] Periods =
    [
        ("all", LeaderboardPeriod.AllTime), ("week", LeaderboardPeriod.Week), ("month", LeaderboardPeriod.Month),
        ("last-week", LeaderboardPeriod.LastWeek), ("last-month", LeaderboardPeriod.LastMonth),
    ];

    public string Name => "leaderboard";

    public DiscordApplicationCommand Definition(CommandTexts texts) => texts.Command(
        Name,
        texts.Option(DiscordOptionType.Text, "leaderboard.board") with { Choices = [.. Boards.Select(b => texts.Choice($"board.{b.Name}", b.Name))] },
        texts.Option(DiscordOptionType.Text, "leaderboard.period") with { Choices = [.. Periods.Select(p => texts.Choice($"board.period.{p.Name}", p.Name))] });

    public bool IsPrivate(CommandCall run) => false;

    public async Task<DiscordMessageBuilder> AnswerAsync(CommandCall run, CancellationToken cancellation)
    {
        var asked = Asked.Of(run);
        var read = await grains.GetGrain<IGuildBoardsGrain>((long)run.GuildId).GetBoardAsync(new BoardQuestion(asked.By, asked.Over, asked.Page * PageSize, PageSize));
        if (read.Total == 0)
            return new DiscordMessageBuilder { Content = texts.In(run.Culture, asked.Over == LeaderboardPeriod.AllTime ? "command.leaderboard.none" : "command.leaderboard.period.none") }.AsEphemeral();
        var (culture, last) = (run.PublicCulture, (read.Listed - 1) / PageSize);
        return new DiscordMessageBuilder
        {
            Embeds =
            [
                new DiscordEmbed
                {
                    Title = texts.In(culture, "command.leaderboard.title", texts.In(culture, $"board.{asked.Board}"), texts.In(culture, $"board.period.{asked.Period}")), Color = Accent,
                    Description = string.Join('\n', read.Entries.Select(e => Line(culture, asked.By, e))),
                    Footer = new DiscordEmbedFooter(texts.In(
                        culture, "command.leaderboard.page", (asked.Page + 1).ToString("N0", culture), (last + 1).ToString("N0", culture), read.Total.ToString("N0", culture))),
                },
            ],
            Components =
            [
                new DiscordComponent
                {
                    Type = 1,
                    Components = [Button(culture, "previous", asked, Math.Min(asked.Page - 1, last), asked.Page > 0), Button(culture, "next", asked, asked.Page + 1, asked.Page < last)],
                },
            ],
        };
    }

    private string Line(CultureInfo culture, LeaderboardBoard by, LeaderboardEntry e)
    {
        var (rank, name) = (e.Rank.ToString("N0", culture), e.UserId == 0 ? texts.In(culture, "board.anonymous") : Markdown.Plain(e.Name));
        return by switch
        {
            LeaderboardBoard.Messages => texts.In(culture, "command.leaderboard.messages", rank, name, e.Messages.ToString("N0", culture)),
            LeaderboardBoard.Voice => texts.In(culture, "command.leaderboard.voice", rank, name, (e.VoiceSeconds / 3600.0).ToString("N1", culture)),
            _ => texts.In(culture, "command.leaderboard.xp", rank, name, e.Level.ToString("N0", culture), e.Xp.ToString("N0", culture)),
        };
    }

    private DiscordComponent Button(CultureInfo culture, string direction, Asked asked, int page, bool leads) => new()
    {
        Type = 2, Style = 2, Label = texts.In(culture, $"command.leaderboard.{direction}"), Disabled = !leads,
        CustomId = leads ? string.Create(CultureInfo.InvariantCulture, $"{Name}:{asked.Board}:{asked.Period}:{page}") : $"{Name}:{direction}",
    };

    /// <summary>What was chosen, or is on the button: <c>leaderboard:xp:week:2</c>; buttons of an earlier version have no period.</summary>
    private sealed record Asked(string Board, LeaderboardBoard By, string Period, LeaderboardPeriod Over, int Page)
    {
        public static Asked Of(CommandCall run)
        {
            var clicked = run.ClickedOn;
            var (board, by) = Boards.FirstOrDefault(b => b.Name == (run.IsClick ? clicked.ElementAtOrDefault(0) : run.Text("board")), Boards[0]);
            var (period, over) = Periods.FirstOrDefault(p => p.Name == (run.IsClick ? clicked.ElementAtOrDefault(1) : run.Text("period")), Periods[0]);
            var page = run.IsClick && int.TryParse(clicked.LastOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, LastPage) : 0;
            return new Asked(board, by, period, over, page);
        }
    }
}
