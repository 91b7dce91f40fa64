using CommunityIntel.Domain.Gaps;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Outbox;
using CommunityIntel.Domain.Privacy;
using CommunityIntel.Domain.Rewards;
using CommunityIntel.Domain.Voice;
using CommunityIntel.Domain.Xp;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Guilds;

public sealed class GuildPrivacyTests
{
    private const long Ada = 7, Bob = 8, Minute = 60_000;

    /// <summary>Whatever is said about who stopped, the others' figures are those of a guild in which it was not said.</summary>
    [Fact]
    public void Who_stopped_leaves_no_trace() => Prop.ForAll(
        Gen.Choose(0, 599).ListOf(60).ToArbitrary(), draws =>
        {
            var (with, without) = (Guild(), Guild());
            with.Choose(Ada, PrivacyChoices.StopCollecting, null, Some.Noon);
            with.TakeChanges();
            var at = Some.Noon;
            foreach (var draw in draws)
            {
                at += draw * 500L;
                Happen(with, Ada, draw, at);
                if (draw % 3 == 0)
                {
                    Happen(with, Bob, draw, at);
                    Happen(without, Bob, draw, at);
                }
            }

            var (a, b) = (with.TakeChanges(), without.TakeChanges());
            return NamesNobodyBut(a, Bob)
                && a.Hours.OrderBy(h => h.Key.HourStartMs).ThenBy(h => h.Key.ChannelId).SequenceEqual(b.Hours.OrderBy(h => h.Key.HourStartMs).ThenBy(h => h.Key.ChannelId))
                && a.MemberDays.OrderBy(d => d.Key.Date).SequenceEqual(b.MemberDays.OrderBy(d => d.Key.Date))
                && a.Messages.SequenceEqual(b.Messages) && a.VoiceSessions.Values.SequenceEqual(b.VoiceSessions.Values)
                && with.Identity == without.Identity;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_choice_said_again_changes_nothing() => Prop.ForAll(
        Gen.Choose(0, 7).ToArbitrary(), bits =>
        {
            var guild = Guild();
            guild.VoiceStateChanged(Ada, 90, false, "ada", null, Some.Noon);
            guild.Choose(Ada, (PrivacyChoices)bits, null, Some.Noon + Minute);
            var (first, stays) = (guild.TakeChanges(), guild.InVoice.Count);
            guild.Choose(Ada, (PrivacyChoices)bits, null, Some.Noon + Minute);
            var second = guild.TakeChanges();
            return second.Privacy.SequenceEqual(first.Privacy) && second.VoiceSessions.Count == 0 && second.Hours.Count == 0 && second.MemberDays.Count == 0
                && guild.InVoice.Count == stays;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Who_stops_in_voice_has_left_at_that_instant()
    {
        var guild = Guild();
        guild.VoiceStateChanged(Ada, 90, false, "ada", null, Some.Noon);
        guild.Choose(Ada, PrivacyChoices.StopCollecting, null, Some.Noon + (5 * Minute));
        guild.VoiceStateChanged(Ada, null, false, "ada", null, Some.Noon + (9 * Minute));

        guild.InVoice.Should().BeEmpty();
        guild.Changes.VoiceSessions.Values.Should().ContainSingle().Which.EndedAtMs.Should().Be(Some.Noon + (5 * Minute));
        guild.Changes.Earnings.Single().VoiceSeconds.Should().Be(300);
    }

    [Fact]
    public void What_was_said_while_stopped_is_not_counted_once_counting_begins_again()
    {
        var guild = Guild();
        guild.Choose(Ada, PrivacyChoices.StopCollecting, null, Some.Noon);
        guild.Says(Ada, Some.Noon + Minute).Should().BeFalse();
        guild.Choose(Ada, PrivacyChoices.None, Some.Noon + (10 * Minute), Some.Noon + (10 * Minute));
        guild.Says(Ada, Some.Noon + (2 * Minute)).Should().BeFalse();
        guild.Says(Ada, Some.Noon + (11 * Minute)).Should().BeTrue();
        guild.Changes.Messages.Should().ContainSingle();
    }

    [Fact]
    public void A_message_that_is_not_counted_still_moves_the_watermark_on()
    {
        var guild = Guild();
        guild.Choose(Ada, PrivacyChoices.StopCollecting, null, Some.Noon);
        guild.Advance("s", 1, 4).Should().BeTrue();
        guild.Says(Ada, Some.Noon + Minute);
        guild.Watermark.Should().BeEquivalentTo(new { Sequence = 4L, LastMessageId = Some.MessageAt(Some.Noon + Minute), LastEventMs = Some.Noon + Minute });
        guild.Advance("s", 1, 4).Should().BeFalse();
    }

    [Fact]
    public void Catching_up_finds_nothing_of_who_stopped()
    {
        var (guild, gap) = WithGap();
        guild.Choose(Ada, PrivacyChoices.StopCollecting, null, gap.UntilMs);
        guild.TakeChanges();
        guild.Examine(Page(gap, (Ada, gap.FromMs + Minute), (Bob, gap.FromMs + (2 * Minute))), new HashSet<long>(), gap.UntilMs);
        guild.Settle(gap.Id, [Stored(Ada, gap.FromMs + Minute), Stored(Bob, gap.FromMs + (2 * Minute))]);

        guild.Changes.Messages.Should().ContainSingle().Which.AuthorId.Should().Be(Bob);
        guild.Changes.Earnings.Should().OnlyContain(m => m.UserId == Bob);
        NamesNobodyBut(guild.Changes, Bob).Should().BeTrue();
    }

    [Fact]
    public void After_a_deletion_what_is_told_late_of_the_time_before_is_not_counted_for_anybody_new()
    {
        var (guild, gap) = WithGap();
        guild.Forget(Ada, gap.UntilMs + Minute);
        guild.TakeChanges();
        guild.Knows(Ada).Should().BeFalse();
        guild.Remember(new Member(Ada));
        guild.Examine(Page(gap, (Ada, gap.FromMs + Minute), (Bob, gap.FromMs + (2 * Minute))), new HashSet<long>(), gap.UntilMs);
        guild.Changes.Messages.Should().ContainSingle().Which.AuthorId.Should().Be(Bob);

        guild.Says(Ada, gap.UntilMs + (2 * Minute)).Should().BeTrue();
        guild.Changes.Earnings.Single(m => m.UserId == Ada).CountsFromMs.Should().Be(gap.UntilMs + Minute);
    }

    [Fact]
    public void Who_is_forgotten_is_in_nothing_that_is_written_and_no_longer_in_voice()
    {
        var guild = Guild();
        guild.Updated("Guild", null, Ada, "en-US", null, Some.Noon);
        guild.ChangeRules(XpRules.Default with { Voice = new VoiceXpRule(10, VoiceChecks.None) }, Some.Noon);
        guild.VoiceStateChanged(Ada, 90, false, "ada", null, Some.Noon);
        guild.VoiceStateChanged(Bob, 90, false, "bob", null, Some.Noon);
        guild.Says(Ada, Some.Noon + Minute);
        guild.Forget(Ada, Some.Noon + (2 * Minute));

        NamesNobodyBut(guild.Changes, Bob).Should().BeTrue();
        guild.Changes.Forgotten.Should().Equal(new Dictionary<long, long> { [Ada] = Some.Noon + (2 * Minute) });
        guild.InVoice.Keys.Should().Equal(Bob);
        guild.Identity.OwnerId.Should().Be(0);
        guild.Changes.Hours.Values.Sum(h => h.Messages).Should().Be(1, "sums name nobody and stay");
    }

    [Theory]
    [InlineData(PrivacyChoices.None, Appearance.Shown)]
    [InlineData(PrivacyChoices.StopCollecting, Appearance.Shown)]
    [InlineData(PrivacyChoices.Anonymise, Appearance.Nameless)]
    [InlineData(PrivacyChoices.Hide, Appearance.Hidden)]
    [InlineData(PrivacyChoices.All, Appearance.Hidden)]
    public void Others_see_what_was_chosen_and_everybody_sees_themselves(PrivacyChoices choices, Appearance expected)
    {
        var guild = Guild();
        guild.Choose(Ada, choices, null, Some.Noon);
        guild.AppearanceOf(Ada, Bob).Should().Be(expected);
        guild.AppearanceOf(Ada, Ada).Should().Be(Appearance.Shown);
        guild.HiddenMembers.Contains(Ada).Should().Be(expected == Appearance.Hidden);
        guild.Choose(Ada, PrivacyChoices.None, null, Some.Noon);
        guild.AppearanceOf(Ada, Bob).Should().Be(Appearance.Shown);
        guild.HiddenMembers.Should().BeEmpty();
    }

    [Theory]
    [InlineData(PrivacyChoices.None, 2)]
    [InlineData(PrivacyChoices.Hide, 1)]
    [InlineData(PrivacyChoices.Anonymise, 1)]
    public void A_level_of_who_has_no_name_here_is_not_announced_but_earns_its_roles(PrivacyChoices choices, int actions)
    {
        var guild = Some.Guild(null);
        guild.Remember(new Member(Ada) { Xp = XpCurve.Mee6.TotalFor(1) - 1, Privacy = choices });
        guild.RestoreRewards(new LevelRewards([new LevelRole(1, 900, "Silver")], LevelMessage.Off with { Place = AnnouncementPlace.WhereItHappened }), default, null);
        guild.Says(Ada, Some.Noon);
        guild.Changes.Outbox.Should().HaveCount(actions);
        guild.Changes.Outbox.Values.OfType<SetRoles>().Should().ContainSingle();
    }

    [Fact]
    public void The_instant_of_the_bots_removal_stays_until_it_is_back()
    {
        var guild = Guild();
        guild.Updated("Guild", null, 1, "en-US", null, Some.Noon);
        guild.Gone(unavailable: false, Some.Noon);
        guild.Gone(unavailable: false, Some.Noon + Minute);
        guild.Identity.Should().BeEquivalentTo(new { BotPresent = false, BotRemovedAtMs = (long?)Some.Noon });
        guild.Available(guild.Identity with { BotRemovedAtMs = null }, [], new Dictionary<long, VoicePlace>(), Some.Noon + (2 * Minute), null);
        guild.Identity.Should().BeEquivalentTo(new { BotPresent = true, BotRemovedAtMs = (long?)null });
    }

    [Fact]
    public void A_removal_told_of_a_guild_that_nothing_is_known_of_makes_none()
    {
        var guild = Guild();
        guild.Gone(unavailable: false, Some.Noon);
        guild.Changes.IsEmpty.Should().BeTrue();
    }

    private static Guild Guild()
    {
        var guild = new Guild(1, new UtcCalendar());
        foreach (var id in (long[])[Ada, Bob]) guild.Remember(new Member(id) { Name = "known", IsStored = true });
        return guild;
    }

    private static (Guild Guild, Gap Gap) WithGap()
    {
        var guild = Guild();
        var (lost, back) = (Some.Noon + Minute, Some.Noon + (60 * Minute));
        var identity = new GuildIdentity("Guild", null, 1, "en-US", 2, true, null);
        guild.Advance("one", 1, 1);
        guild.Available(identity, [new Channel(Some.Channel, 0, "general", null, false)], new Dictionary<long, VoicePlace>(), Some.Noon, null);
        guild.SnapshotTaken("one", Some.Noon, null, new Dictionary<long, long?> { [Some.Channel] = null });
        guild.Advance("two", 2, 1);
        var gap = guild.GapBefore("two", "one", lost, back)!;
        guild.SnapshotTaken("two", back, gap, new Dictionary<long, long?> { [Some.Channel] = null });
        return (guild, gap);
    }

    private static GapPage Page(Gap gap, params (long Author, long AtMs)[] messages) => new(
        gap.Id, Some.Channel, [.. messages.Select(m => new FoundMessage(Some.MessageAt(m.AtMs), m.Author, false, true, "name", null))], gap.LastMessageId, GapPageEnd.Reached);

    private static PersonsMessage Stored(long author, long atMs) => new(Some.MessageAt(atMs), Some.Channel, author);

    private static void Happen(Guild guild, long user, int draw, long at)
    {
        switch (draw % 7)
        {
            case 0: guild.VoiceStateChanged(user, 90 + (draw % 2), false, "name", null, at); break;
            case 1: guild.VoiceStateChanged(user, null, false, "name", null, at); break;
            case 2: guild.MemberUpdated(user, $"name {draw}", null, false, [draw], at); break;
            case 3: guild.MemberLeft(user, false, at); break;
            case 4: guild.MemberJoined(user, "name", null, false, at); break;
            default: guild.Says(user, at, (int)user); break;
        }
    }

    private static bool NamesNobodyBut(GuildChanges changes, long user) =>
        changes.Messages.All(m => m.AuthorId == user) && changes.Earnings.All(m => m.UserId == user) && changes.Profiles.All(m => m.UserId == user)
        && changes.VoiceSessions.Keys.All(k => k.UserId == user) && changes.MemberDays.Keys.All(k => k.UserId == user) && changes.Outbox.Keys.All(k => k.UserId == user);
}
