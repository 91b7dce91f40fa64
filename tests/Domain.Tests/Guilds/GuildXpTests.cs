using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Voice;
using CommunityIntel.Domain.Xp;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Guilds;

public sealed class GuildXpTests
{
    private const long Minute = 60_000, Room = 90, OtherRoom = 91, Afk = 92;
    private const long Ada = 7, Bob = 8, Eve = 9;

    private static readonly XpRules Paying = new() { Voice = new VoiceXpRule(6, VoiceChecks.All) };

    [Fact]
    public void A_message_earns_what_its_place_and_its_writer_multiply()
    {
        var guild = Some.Guild(null, Ada);
        guild.ChangeRules(new XpRules { Multipliers = [new XpMultiplier(XpTarget.Channel, Some.Channel, 200), new XpMultiplier(XpTarget.Role, 5, 150)] }, Some.Noon);
        Says(guild, Ada, Some.Noon, roles: [5]);
        var draw = MessageXpRule.Default.Draw(Some.MessageAt(Some.Noon));
        Xp(guild, Ada).Should().Be(draw * 3);
        guild.Changes.MemberDays.Values.Single().Xp.Should().Be(draw * 3);
    }

    [Fact]
    public void A_message_that_earns_nothing_starts_no_cooldown()
    {
        var guild = Some.Guild(null, Ada);
        guild.ChangeRules(new XpRules { Scope = XpScope.Everywhere with { RoleIds = new HashSet<long> { 5 } } }, Some.Noon);
        Says(guild, Ada, Some.Noon, roles: [5]);
        Xp(guild, Ada).Should().Be(0);
        Says(guild, Ada, Some.Noon + 1_000, roles: []);
        Xp(guild, Ada).Should().BePositive();
    }

    [Fact]
    public void A_thread_counts_as_its_channel_and_its_category()
    {
        var guild = Some.Guild(null, Ada);
        guild.ChannelChanged(new Channel(1, 4, "category", null, false));
        guild.ChannelChanged(new Channel(2, 0, "channel", 1, false));
        guild.ChannelChanged(new Channel(Some.Channel, 11, "thread", 2, false));
        guild.ChangeRules(new XpRules { Scope = XpScope.Everywhere with { ChannelIds = new HashSet<long> { 1 } } }, Some.Noon);
        Says(guild, Ada, Some.Noon);
        Xp(guild, Ada).Should().Be(0);
    }

    [Fact]
    public void Two_who_talk_in_voice_earn_by_the_minute()
    {
        var guild = Talking();
        guild.SettleVoice(Some.Noon + (10 * Minute));
        (Xp(guild, Ada), Xp(guild, Bob)).Should().Be((60, 60));
    }

    [Theory]
    [InlineData(VoiceState.SelfMuted)]
    [InlineData(VoiceState.SelfDeafened)]
    [InlineData(VoiceState.ServerMuted)]
    [InlineData(VoiceState.ServerDeafened)]
    [InlineData(VoiceState.Suppressed)]
    public void A_forbidden_hour_earns_nothing_and_what_is_around_it_does(VoiceState state)
    {
        var guild = Talking();
        Voice(guild, Ada, Room, Some.Noon + (10 * Minute), state);
        Voice(guild, Ada, Room, Some.Noon + (70 * Minute));
        guild.SettleVoice(Some.Noon + (80 * Minute));
        Xp(guild, Ada).Should().Be(120);
        Xp(guild, Bob).Should().Be(state is VoiceState.SelfDeafened or VoiceState.ServerDeafened ? 120 : 480, "whom nobody hears is alone");
    }

    [Fact]
    public void Alone_earns_nothing()
    {
        var guild = Talking();
        Voice(guild, Bob, OtherRoom, Some.Noon + (10 * Minute));
        Voice(guild, Bob, Room, Some.Noon + (30 * Minute));
        guild.SettleVoice(Some.Noon + (40 * Minute));
        (Xp(guild, Ada), Xp(guild, Bob)).Should().Be((120, 120));
    }

    [Fact]
    public void The_afk_channel_earns_nothing_from_when_it_is_one()
    {
        var guild = Talking();
        guild.Updated("g", null, 1, "en-US", Room, Some.Noon + (10 * Minute));
        guild.Updated("g", null, 1, "en-US", Afk, Some.Noon + (50 * Minute));
        guild.SettleVoice(Some.Noon + (60 * Minute));
        Xp(guild, Ada).Should().Be(120);
    }

    [Fact]
    public void New_rules_and_new_roles_hold_from_then_on()
    {
        var guild = Talking();
        guild.MemberUpdated(Ada, "Ada", null, false, [5], Some.Noon + (10 * Minute));
        guild.ChangeRules(Paying with { Multipliers = [new XpMultiplier(XpTarget.Role, 5, 200)] }, Some.Noon + (20 * Minute));
        guild.MemberUpdated(Ada, "Ada", null, false, [], Some.Noon + (30 * Minute));
        guild.ChangeRules(XpRules.Default, Some.Noon + (40 * Minute));
        guild.SettleVoice(Some.Noon + (50 * Minute));
        Xp(guild, Ada).Should().Be(60 + 60 + 120 + 60);
    }

    [Fact]
    public void Time_in_voice_before_it_paid_is_not_paid_later()
    {
        var guild = Some.Guild(null, Ada, Bob);
        Voice(guild, Ada, Room, Some.Noon);
        Voice(guild, Bob, Room, Some.Noon);
        guild.ChangeRules(Paying, Some.Noon + (60 * Minute));
        guild.SettleVoice(Some.Noon + (61 * Minute));
        Xp(guild, Ada).Should().Be(6);
    }

    [Fact]
    public void Time_that_nobody_watched_earns_nothing()
    {
        var guild = Talking();
        guild.SettleVoice(Some.Noon + Minute);
        guild.Available(
            GuildIdentity.Unknown with { Name = "g" }, [], new Dictionary<long, VoicePlace> { [Ada] = new(Room), [Bob] = new(Room) },
            Some.Noon + (6 * Minute), Some.Noon + Minute);
        guild.SettleVoice(Some.Noon + (7 * Minute));
        Xp(guild, Ada).Should().Be(12);
    }

    [Fact]
    public void An_event_pays_only_while_it_is_on()
    {
        var guild = Some.Guild(null, Ada, Bob);
        guild.ChangeRules(Paying with { Events = [new XpEvent("Hour", new DateOnly(2026, 3, 2), (10 * 60) + 5, 10, false, 300)] }, Some.Noon);
        Voice(guild, Ada, Room, Some.Noon);
        Voice(guild, Bob, Room, Some.Noon);
        guild.SettleVoice(Some.Noon + (20 * Minute));
        Xp(guild, Ada).Should().Be((10 * 6) + (10 * 18));
    }

    [Fact]
    public void However_often_it_is_looked_at_the_same_is_earned() => Prop.ForAll(
        (from steps in Gen.ListOf(Step, 12) from looks in Gen.ListOf(Gen.Choose(1, 3 * 60 * 60 * 1000), 8) select (steps, looks)).ToArbitrary(), x =>
        {
            var (once, often) = (Play(x.steps, []), Play(x.steps, x.looks));
            return once.Members.All(m => often.Members.Single(o => o.UserId == m.UserId).Xp == m.Xp)
                && once.Changes.MemberDays.All(d => often.Changes.MemberDays[d.Key].Xp == d.Value.Xp);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nobody_earns_more_than_every_minute_paid() => Prop.ForAll(Gen.ListOf(Step, 12).ToArbitrary(), steps =>
        Play(steps, []).Members.All(m => m.Xp <= 6 * 3 * 60)).QuickCheckThrowOnFailure();

    [Fact]
    public void Xp_stops_where_numbers_stay_exact()
    {
        var guild = Some.Guild();
        guild.Remember(new Member(Ada) { Xp = XpCurve.MostXp - 1 });
        Says(guild, Ada, Some.Noon);
        Xp(guild, Ada).Should().Be(XpCurve.MostXp);
    }

    // Somebody goes somewhere, or nowhere, in some state, within three hours.
    private static readonly Gen<(long At, long User, long? Room, VoiceState State)> Step =
        from at in Gen.Choose(0, 3 * 60 * 60 * 1000)
        from user in Gen.Elements(Ada, Bob, Eve)
        from room in Gen.Elements<long?>(Room, OtherRoom, Afk, null)
        from state in Gen.Elements(VoiceState.None, VoiceState.None, VoiceState.SelfMuted, VoiceState.SelfDeafened, VoiceState.ServerMuted)
        select ((long)at, user, room, state);

    private static Guild Play(IEnumerable<(long At, long User, long? Room, VoiceState State)> steps, IEnumerable<int> looks)
    {
        var guild = Some.Guild(null, Ada, Bob, Eve);
        guild.Updated("g", null, 1, "en-US", Afk, Some.Noon);
        guild.ChangeRules(Paying, Some.Noon);
        var acts = steps.Select(s => (s.At, Act: new Action(() => Voice(guild, s.User, s.Room, Some.Noon + s.At, s.State))))
            .Concat(looks.Select(l => (At: (long)l, Act: new Action(() => guild.SettleVoice(Some.Noon + l)))));
        foreach (var (_, act) in acts.OrderBy(a => a.At)) act();
        guild.SettleVoice(Some.Noon + (180 * Minute));
        return guild;
    }

    private static Guild Talking()
    {
        var guild = Some.Guild(null, Ada, Bob);
        guild.ChangeRules(Paying, Some.Noon);
        Voice(guild, Ada, Room, Some.Noon);
        Voice(guild, Bob, Room, Some.Noon);
        return guild;
    }

    private static void Voice(Guild guild, long user, long? room, long at, VoiceState state = VoiceState.None) =>
        guild.VoiceStateChanged(user, room, false, null, null, at, state);

    private static void Says(Guild guild, long author, long at, IReadOnlyList<long>? roles = null) =>
        guild.MessageCreated(Some.MessageAt(at), Some.Channel, author, false, true, "name", null, at, roles);

    private static long Xp(Guild guild, long user) => guild.Members.Single(m => m.UserId == user).Xp;
}
