using CommunityIntel.Domain.Guilds;
using CommunityIntel.GrainInterfaces.Activity;

namespace CommunityIntel.Grains.Tests.Activity;

/// <summary>How many were in voice at once, against what people did.</summary>
public sealed class VoiceReportTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    private static readonly DateOnly Day = DateOnly.FromDateTime(Some.Morning.UtcDateTime);

    [Fact]
    public async Task The_peak_counts_people_once_when_they_change_channels_and_a_day_begins_with_who_is_still_there()
    {
        var id = Some.GuildId();
        var at = Some.Morning;
        var evening = new DateTimeOffset(Day.ToDateTime(new(23, 0)), TimeSpan.Zero);
        await silo.Guild(id).ApplyAsync(Some.Batch(
            "s", Some.Guild(1, at),
            Some.Voice(2, 7, 600, at), Some.Voice(3, 8, 600, at.AddMinutes(10)),
            // 7 goes on to another channel at the very instant at which 9 comes; then 8 goes.
            Some.Voice(4, 7, 601, at.AddMinutes(20)), Some.Voice(5, 9, 600, at.AddMinutes(20)), Some.Voice(6, 8, null, at.AddMinutes(30)),
            Some.Voice(7, 7, null, at.AddMinutes(40)), Some.Voice(8, 9, null, at.AddMinutes(50)),
            Some.Voice(9, 8, 600, evening), Some.Voice(10, 9, 600, evening.AddMinutes(30)), Some.Voice(11, 9, null, evening.AddMinutes(60)), Some.Voice(12, 8, null, evening.AddHours(3))));

        var report = await Stats(id).GetVoiceAsync(Day, Day.AddDays(2));

        report.Days.Select(d => d.Peak).Should().Equal(new VoicePeak(3, at.AddMinutes(20)), new VoicePeak(1, evening.AddHours(1)), null);
        report.Should().BeEquivalentTo(new { From = Day, To = Day.AddDays(2), TimeZone = "UTC", Stays = 6, EstimatedStays = 0, People = 3 });
        report.MedianSeconds.Should().Be(25 * 60, "20, 20, 20, 30, 30 minutes and three hours");
        report.Longest.Should().HaveCount(6).And.StartWith(new VoiceStay(evening, 3 * 3600, 600, "Voice", false, false));
        report.Heatmap.Sum().Should().Be((20 + 20 + 20 + 30 + 30 + 180) * 60);
        (await Stats(id).GetVoiceAsync(Day.AddDays(1), Day.AddDays(1))).Should().BeEquivalentTo(
            new { Stays = 0, MedianSeconds = (long?)null, People = 1, Days = new[] { new VoiceDay(Day.AddDays(1), new VoicePeak(1, evening.AddHours(1))) } },
            "who was there since yesterday is counted, and began no stay today");
    }

    [Fact]
    public async Task Who_is_still_there_counts_until_now()
    {
        var id = Some.GuildId();
        var now = silo.Clock.GetUtcNow();
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, now.AddHours(-2)), Some.Voice(2, 7, 600, now.AddHours(-1)), Some.Voice(3, 8, 600, now.AddMinutes(-30))));

        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var report = await Stats(id).GetVoiceAsync(today.AddDays(-1), today);

        report.Days.Max(d => d.Peak?.People).Should().Be(2);
        report.Longest.Should().OnlyContain(s => s.IsOpen).And.HaveCount(2);
        report.Longest[0].Seconds.Should().BeInRange(3_600, 3_660);
    }

    private IGuildStatsGrain Stats(long id) => silo.Grains.GetGrain<IGuildStatsGrain>(id);
}
