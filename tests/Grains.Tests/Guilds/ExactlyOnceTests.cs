using System.Globalization;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Xp;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Grains.Tests.Guilds;

/// <summary>However often and through whatever accidents a guild's events arrive, the totals are those of each event once.</summary>
public sealed class ExactlyOnceTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    private static readonly DateOnly First = new(2026, 1, 1), Last = new(2026, 12, 31);

    /// <summary>What happens to the next events on their way.</summary>
    public enum Accident
    {
        None,
        SentAgain,
        ReplayedFromEarlier,
        SameEventTwiceInABatch,
        GrainDeactivated,
        EpochTakenByAnother,
    }

    [Fact]
    public void Any_interleaving_gives_the_totals_of_each_event_once() =>
        Prop.ForAll(Deliveries.ToArbitrary(), DeliversExactlyOnce).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    private async Task<bool> DeliversExactlyOnce((GuildEvent[] Events, (int Size, Accident Accident)[] Steps) delivery)
    {
        var (events, steps) = delivery;
        var (clean, battered) = (Some.GuildId(), Some.GuildId());
        await silo.Guild(clean).ApplyAsync(new GuildBatch("clean", events, 1));

        var sent = 0;
        foreach (var (size, accident) in steps.Append((events.Length, Accident.None)))
        {
            var next = events[sent..Math.Min(events.Length, sent + size)];
            if (next.Length == 0) break;
            await SendAsync(battered, events, sent, next, accident);
            sent += next.Length;
        }

        var expected = await DescribeAsync(clean);
        var actual = await DescribeAsync(battered);
        actual.Should().Be(expected);
        actual.Should().StartWith(Independent(events));
        return true;
    }

    private async Task SendAsync(long guild, GuildEvent[] events, int sent, GuildEvent[] next, Accident accident)
    {
        Task Send(IEnumerable<GuildEvent> batch) => Eventually.Succeeds(() => silo.Guild(guild).ApplyAsync(new GuildBatch("session", [.. batch], 1)));
        switch (accident)
        {
            case Accident.SentAgain:
                await Send(next);
                break;
            case Accident.ReplayedFromEarlier:
                await Send(events[Math.Max(0, sent - 7)..sent].Concat(next));
                break;
            case Accident.SameEventTwiceInABatch:
                await Send(next.SelectMany(e => new[] { e, e }));
                break;
            case Accident.GrainDeactivated:
                await silo.DeactivateAsync(guild);
                break;
            case Accident.EpochTakenByAnother:
                await silo.Database.ExecuteAsync($"UPDATE guild_watermarks SET epoch = epoch + 1 WHERE guild_id = {guild}");
                break;
        }

        await Send(next);
    }

    private async Task<string> DescribeAsync(long guild)
    {
        var report = await silo.Guild(guild).GetActivityAsync(First, Last);
        var board = await silo.Guild(guild).GetLeaderboardAsync(LeaderboardBoard.Xp, 0, 100);
        var profile = await silo.Guild(guild).GetProfileAsync();
        var days = report.Days.Where(d => d.Messages + d.Joins + d.Leaves + d.VoiceSeconds + d.BotMessages > 0);
        return string.Join('\n', [
            string.Create(CultureInfo.InvariantCulture, $"{report.Totals.Messages} messages by {report.Totals.Authors}, {report.Totals.BotMessages} of bots"),
            $"{report.Totals}", .. days.Select(d => $"{d}"), .. report.Channels.Select(c => $"{c}"), string.Join(',', report.Heatmap),
            .. board.Entries.OrderBy(e => e.UserId).Select(e => $"{e with { Rank = 0 }}"), $"{profile?.MemberCount}"]);
    }

    // Counted by hand from the events, not by the product.
    private static string Independent(GuildEvent[] events)
    {
        var messages = events.OfType<MessageCreated>().ToList();
        var people = messages.Where(m => m.AuthorKind == AuthorKind.Member).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{people.Count} messages by {people.Select(m => m.AuthorId).Distinct().Count()}, {messages.Count - people.Count} of bots\n");
    }

    private static Gen<(GuildEvent[] Events, (int, Accident)[] Steps)> Deliveries =>
        from kinds in Gen.Choose(0, 99).ArrayOf(60)
        from users in Gen.Choose(1, 6).ArrayOf(60)
        from gaps in Gen.Choose(1, 9_000).ArrayOf(60)
        from sizes in Gen.Choose(1, 12).ArrayOf(20)
        from accidents in Gen.Elements(Enum.GetValues<Accident>()).ArrayOf(20)
        select (Events(kinds, users, gaps), sizes.Zip(accidents).ToArray());

    private static GuildEvent[] Events(int[] kinds, int[] users, int[] gaps)
    {
        var at = Some.Morning;
        var events = new List<GuildEvent> { Some.Guild(1, at) };
        for (var i = 0; i < kinds.Length; i++)
        {
            at = at.AddSeconds(gaps[i]);
            var (sequence, user) = (i + 2L, (long)users[i]);
            events.Add(kinds[i] switch
            {
                < 60 => Some.Message(sequence, user, at, 500 + (user % 2), n: i),
                < 65 => Some.Message(sequence, 99, at, kind: AuthorKind.Bot, n: i),
                < 80 => Some.Voice(sequence, user, 600 + (i % 2), at),
                < 90 => Some.Voice(sequence, user, null, at),
                < 95 => new MemberJoined(sequence, user, $"user {user}", null, false, at),
                _ => new MemberLeft(sequence, user, false, at),
            });
        }

        return [.. events];
    }
}
