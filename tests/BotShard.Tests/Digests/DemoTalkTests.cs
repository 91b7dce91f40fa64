using CommunityIntel.DiscordEmulator.Communities;
using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.Domain.Digests;
using Microsoft.Extensions.DependencyInjection;
using Serilog.Events;
using Snowflake = CommunityIntel.Domain.Snowflake;

namespace CommunityIntel.BotShard.Tests.Digests;

/// <summary>What the simulated communities write is worth summing up.</summary>
public sealed class DemoTalkTests
{
    // Their weeks differ, and not each has all kinds.
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, DigestLanguage.French), InlineData(1, DigestLanguage.English)]
    public async Task A_week_of_a_simulated_community_has_topics_plans_and_open_questions(int index, DigestLanguage language)
    {
        await using var discord = DiscordEmulatorApp.Build(new DiscordEmulatorOptions { HistoryDays = 16, Live = false, LogLevel = LogEventLevel.Fatal, Clock = new StoppedTime(Now) });
        var community = discord.Services.GetRequiredService<Simulation>().Communities[index];
        (community.Guild.PreferredLocale == "fr").Should().Be(language == DigestLanguage.French);
        var until = Now.UtcDateTime.Date;
        var all = Enumerable.Range(0, community.Timeline.Count)
            .Where(i => community.Timeline[i] is { Kind: Happening.Message or Happening.Reply } e && !community.Residents[e.Resident].User.Bot).Select(community.ReadMessage)
            .Select(m => new ChatMessage((long)m.Id, (long)m.Channel.Id, (long)m.Author.Id, m.Content, (long)(m.ReferenceId ?? 0))).ToList();

        var week = Between(all, until.AddDays(-7), until);
        var kinds = ExtractiveDigest.Of(week, language, DigestLength.Full).Items.Select(i => i.Kind).ToList();
        kinds.Should().Contain(DigestItemKind.Topic).And.Contain(DigestItemKind.Decision).And.Contain(DigestItemKind.Event).And.Contain(DigestItemKind.OpenQuestion);
        var days = Enumerable.Range(1, 7).Select(back => ExtractiveDigest.Of(Between(all, until.AddDays(-back), until.AddDays(1 - back)), language, DigestLength.Brief)).ToList();
        days.Should().OnlyContain(day => day.Items.Count >= 2);
    }

    [Fact]
    public void The_same_salt_says_the_same_and_a_conversation_stays_with_its_subject()
    {
        foreach (var locale in (string[])["en-US", "fr"])
        {
            var talk = Talks.Of(0xABCDEF12);
            var lines = Enumerable.Range(0, 10).Select(i => Talks.Text(locale, "games", Talks.Line(talk, i))).ToList();
            lines.Should().Equal(Enumerable.Range(0, 10).Select(i => Talks.Text(locale, "games", Talks.Line(talk, i)))).And.OnlyHaveUniqueItems();
            lines.Should().OnlyContain(l => !l.Contains('{', StringComparison.Ordinal));
        }

        Enumerable.Range(0, 5_000).Select(i => Talks.Text("fr", "général", (uint)i * 2_654_435_761)).Distinct().Should().HaveCountGreaterThan(1_000);
    }

    private static List<ChatMessage> Between(IReadOnlyList<ChatMessage> all, DateTime from, DateTime until) =>
        [.. all.Where(m => Snowflake.TimeOf(m.MessageId) >= new DateTimeOffset(from, TimeSpan.Zero) && Snowflake.TimeOf(m.MessageId) < new DateTimeOffset(until, TimeSpan.Zero))];

    private sealed class StoppedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
