using CommunityIntel.Domain.Guilds;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Guilds;

/// <summary>Two sessions that hear the same, the later one from some point on, each by a clock of its own and with delays of its own.</summary>
public sealed class GuildOverlapTests
{
    private const long User = 7, Other = 8, Channel = 90;

    [Fact]
    public void A_leave_that_the_later_clock_puts_before_the_join_is_a_leave()
    {
        var guild = Some.Guild(null, User);
        Say(guild, isIn: true, 100);
        guild.IsOverlap = true;
        Say(guild, isIn: true, 60);
        Say(guild, isIn: false, 90);
        guild.SettleOverlap();

        guild.InVoice.Should().BeEmpty();
        guild.Changes.VoiceSessions.Values.Should().ContainSingle();
    }

    [Fact]
    public void What_was_heard_before_is_not_heard_again()
    {
        var guild = Some.Guild(null, User);
        foreach (var (isIn, at) in ((bool, long)[])[(true, 1_000), (false, 61_000), (true, 100_000)]) Say(guild, isIn, at);
        guild.IsOverlap = true;
        foreach (var (isIn, at) in ((bool, long)[])[(true, 1_000), (false, 61_000)]) Say(guild, isIn, at);
        guild.SettleOverlap();
        Say(guild, isIn: true, 100_000);
        guild.SettleOverlap();
        guild.IsOverlap = false;
        guild.EndOverlap();
        Say(guild, isIn: false, 160_000);

        guild.Changes.VoiceSessions.Values.Select(s => (s.StartedAtMs, s.EndedAtMs)).Should().Equal((Some.Noon + 1_000, Some.Noon + 61_000), (Some.Noon + 100_000, Some.Noon + 160_000));
        guild.Changes.MemberDays.Values.Sum(d => d.VoiceSeconds).Should().Be(120);
    }

    [Fact]
    public void In_the_end_everybody_is_where_they_are_and_no_time_is_counted_twice() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var guild = Some.Guild(null, User, Other);
            var (at, truth) = (0L, new List<(bool IsIn, long At)>());
            for (var i = random.Next(1, 12); i > 0; i--) truth.Add((truth.Count % 2 == 0, at += random.Next(1, 2_000)));
            var heard = random.Next(truth.Count + 1);
            foreach (var (isIn, when) in Delayed(random, truth.Take(heard))) Say(guild, isIn, when);
            guild.IsOverlap = true;
            foreach (var batch in Delayed(random, truth.Skip(random.Next(heard + 1))).Chunk(random.Next(1, 4)))
            {
                foreach (var (isIn, when) in batch) Say(guild, isIn, when);
                guild.SettleOverlap();
            }

            guild.IsOverlap = false;
            guild.EndOverlap();
            var counted = guild.Changes.MemberDays.Values.Sum(d => d.VoiceSeconds);
            return guild.InVoice.ContainsKey(User) == truth[^1].IsIn && counted <= (at / 1_000) + 3;
        }).QuickCheckThrowOnFailure();

    // In their order, as a line delivers them.
    private static List<(bool IsIn, long At)> Delayed(Random random, IEnumerable<(bool IsIn, long At)> changes)
    {
        var (behind, last, delayed) = (random.Next(-500, 500), long.MinValue, new List<(bool, long)>());
        foreach (var (isIn, at) in changes) delayed.Add((isIn, last = Math.Max(last + 1, at + behind + random.Next(300))));
        return delayed;
    }

    private static void Say(Guild guild, bool isIn, long at) => guild.VoiceStateChanged(User, isIn ? Channel : null, false, null, null, Some.Noon + at);
}
