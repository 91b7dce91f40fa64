using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Voice;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Guilds;

public sealed class GuildVoiceTests
{
    private const long Minute = 60_000;

    [Fact]
    public void A_stay_is_credited_to_the_hours_it_was_spent_in()
    {
        var guild = Some.Guild(null, 7);
        Voice(guild, 7, 90, Some.Noon + (50 * Minute));
        Voice(guild, 7, null, Some.Noon + (130 * Minute));

        guild.Changes.Hours.OrderBy(h => h.Key.HourStartMs).Select(h => h.Value.VoiceSeconds).Should().Equal(600, 3600, 600);
        guild.Changes.Earnings.Single().VoiceSeconds.Should().Be(4800);
        guild.Changes.VoiceSessions.Values.Single().Should().BeEquivalentTo(
            new VoiceSession(7, 90, Some.Noon + (50 * Minute), Some.Noon + (130 * Minute), false));
    }

    [Fact]
    public void The_parts_of_a_stay_add_up_to_the_whole() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).Two().ToArbitrary(), pair =>
        {
            var (start, length) = pair;
            var guild = Some.Guild(null, 7);
            var from = Some.Noon + start;
            Voice(guild, 7, 90, from);
            Voice(guild, 7, null, from + length);
            var whole = guild.Changes.VoiceSessions.Values.Single().SecondsAt(0);
            return guild.Changes.Hours.Values.Sum(h => h.VoiceSeconds) == whole && guild.Changes.MemberDays.Values.Sum(d => d.VoiceSeconds) == whole;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_move_ends_one_stay_and_begins_another()
    {
        var guild = Some.Guild(null, 7);
        Voice(guild, 7, 90, Some.Noon);
        Voice(guild, 7, 91, Some.Noon + Minute);
        guild.InVoice[7].ChannelId.Should().Be(91);
        guild.Changes.VoiceSessions.Should().HaveCount(2);
    }

    [Fact]
    public void A_leave_without_a_join_changes_no_session()
    {
        var guild = Some.Guild(null, 7);
        Voice(guild, 7, null, Some.Noon);
        guild.Changes.VoiceSessions.Should().BeEmpty();
    }

    [Fact]
    public void A_state_told_twice_changes_nothing()
    {
        var guild = Some.Guild(null, 7);
        Voice(guild, 7, 90, Some.Noon);
        Voice(guild, 7, 90, Some.Noon + Minute);
        guild.InVoice[7].StartedAtMs.Should().Be(Some.Noon);
        guild.Changes.VoiceSessions.Should().ContainSingle();
    }

    [Fact]
    public void A_clock_that_goes_back_gives_an_empty_stay()
    {
        var guild = Some.Guild(null, 7);
        Voice(guild, 7, 90, Some.Noon);
        Voice(guild, 7, null, Some.Noon - Minute);
        guild.Changes.VoiceSessions.Values.Single().SecondsAt(0).Should().Be(0);
        guild.Changes.Earnings.Should().BeEmpty();
    }

    [Fact]
    public void Who_left_while_nobody_listened_is_credited_up_to_the_cap_and_marked()
    {
        var guild = Some.Guild(null, 7);
        Voice(guild, 7, 90, Some.Noon);
        Snapshot(guild, Some.Noon + (180 * Minute), connectedUntil: Some.Noon + (60 * Minute));

        var stay = guild.Changes.VoiceSessions.Values.Single();
        stay.IsEstimated.Should().BeTrue();
        stay.SecondsAt(0).Should().Be(70 * 60);
    }

    [Fact]
    public void Who_stayed_through_a_short_gap_has_one_stay()
    {
        var guild = Some.Guild(null, 7);
        Voice(guild, 7, 90, Some.Noon);
        Snapshot(guild, Some.Noon + (65 * Minute), connectedUntil: Some.Noon + (60 * Minute), (7, 90));
        guild.InVoice[7].Should().BeEquivalentTo(new VoiceSession(7, 90, Some.Noon, null, false));
    }

    [Fact]
    public void Who_is_found_after_a_long_gap_begins_anew_and_is_marked()
    {
        var guild = Some.Guild(null, 7);
        Voice(guild, 7, 90, Some.Noon);
        Snapshot(guild, Some.Noon + (180 * Minute), connectedUntil: Some.Noon + (60 * Minute), (7, 90));
        guild.InVoice[7].Should().BeEquivalentTo(new VoiceSession(7, 90, Some.Noon + (180 * Minute), null, true));
    }

    [Fact]
    public void The_bots_removal_ends_every_stay()
    {
        var guild = Some.Guild(null, 7, 8);
        Voice(guild, 7, 90, Some.Noon);
        Voice(guild, 8, 90, Some.Noon);
        guild.Gone(unavailable: true, Some.Noon + Minute);
        guild.InVoice.Should().HaveCount(2);
        guild.Gone(unavailable: false, Some.Noon + Minute);
        guild.InVoice.Should().BeEmpty();
        guild.Identity.BotPresent.Should().BeFalse();
    }

    [Fact]
    public void A_deleted_channel_ends_the_stays_in_it()
    {
        var guild = Some.Guild(null, 7);
        guild.ChannelChanged(new Channel(90, 2, "Voice", null, false));
        Voice(guild, 7, 90, Some.Noon);
        guild.ChannelDeleted(90, Some.Noon + Minute);
        guild.InVoice.Should().BeEmpty();
        guild.Channels[90].IsDeleted.Should().BeTrue();
    }

    private static void Voice(Guild guild, long user, long? channel, long at) => guild.VoiceStateChanged(user, channel, false, null, null, at);

    private static void Snapshot(Guild guild, long at, long connectedUntil, params (long User, long Channel)[] voice) =>
        guild.Available(GuildIdentity.Unknown with { Name = "g" }, [], voice.ToDictionary(v => v.User, v => new VoicePlace(v.Channel)), at, connectedUntil);
}
