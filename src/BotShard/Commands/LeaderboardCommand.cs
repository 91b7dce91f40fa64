using System.Globalization;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.BotShard.Commands;

/// <summary><c>/leaderboard [board]</c>: ten members a page, with buttons to the others.</summary>
public sealed class LeaderboardCommand(IGrainFactory grains, CommandTexts texts) : ICommand
{
    private const int PageSize = 10;
    private const int Accent = 0x2F58CD;

    private static readonly (string Name, LeaderboardBoard Board)[] Boards =
        [("xp", LeaderboardBoard.Xp), ("messages", LeaderboardBoard.Messages), ("voice", LeaderboardBoard.Voice)];

    public string Name => "leaderboard";

    public DiscordApplicationCommand Definition(CommandTexts texts) => texts.Command(
        Name, texts.Option(DiscordOptionType.Text, "leaderboard.board") with { Choices = [.. Boards.Select(b => texts.Choice($"board.{b.Name}", b.Name))] });

    public bool IsPrivate(CommandCall run) => false;

    public async Task<DiscordMessageBuilder> AnswerAsync(CommandCall run, CancellationToken cancellation)
    {
        var clicked = run.ClickedOn;
        var name = run.IsClick ? clicked.ElementAtOrDefault(0) : run.Text("board");
        var (board, by) = Boards.FirstOrDefault(b => b.Name == name, Boards[0]);
        var page = run.IsClick && int.TryParse(clicked.ElementAtOrDefault(1), CultureInfo.InvariantCulture, out var asked) ? Math.Max(0, asked) : 0;
        var read = await grains.GetGrain<IGuildGrain>((long)run.GuildId).GetLeaderboardAsync(by, page * PageSize, PageSize);
        if (read.Total == 0) return new DiscordMessageBuilder { Content = texts.In(run.Culture, "command.leaderboard.none") }.AsEphemeral();
        var last = (read.Total - 1) / PageSize;
        return new DiscordMessageBuilder
        {
            Embeds =
            [
                new DiscordEmbed
                {
                    Title = texts.In(run.PublicCulture, $"board.{board}"), Color = Accent,
                    Description = string.Join('\n', read.Entries.Select(e => Line(run.PublicCulture, by, e))),
                    Footer = new DiscordEmbedFooter(texts.In(
                        run.PublicCulture, "command.leaderboard.page", (page + 1).ToString("N0", run.PublicCulture), (last + 1).ToString("N0", run.PublicCulture), read.Total.ToString("N0", run.PublicCulture))),
                },
            ],
            Components =
            [
                new DiscordComponent
                {
                    Type = 1,
                    Components = [Button(run.PublicCulture, "previous", board, Math.Min(page - 1, last), page > 0), Button(run.PublicCulture, "next", board, page + 1, page < last)],
                },
            ],
        };
    }

    private string Line(CultureInfo culture, LeaderboardBoard by, LeaderboardEntry e)
    {
        var (rank, name) = (e.Rank.ToString("N0", culture), Markdown.Plain(e.Name));
        return by switch
        {
            LeaderboardBoard.Messages => texts.In(culture, "command.leaderboard.messages", rank, name, e.Messages.ToString("N0", culture)),
            LeaderboardBoard.Voice => texts.In(culture, "command.leaderboard.voice", rank, name, (e.VoiceSeconds / 3600.0).ToString("N1", culture)),
            _ => texts.In(culture, "command.leaderboard.xp", rank, name, e.Level.ToString("N0", culture), e.Xp.ToString("N0", culture)),
        };
    }

    private DiscordComponent Button(CultureInfo culture, string direction, string board, int page, bool leads) => new()
    {
        Type = 2, Style = 2, Label = texts.In(culture, $"command.leaderboard.{direction}"), Disabled = !leads,
        CustomId = leads ? string.Create(CultureInfo.InvariantCulture, $"{Name}:{board}:{page}") : $"{Name}:{direction}",
    };
}
