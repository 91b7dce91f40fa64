using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Rewards;
using CommunityIntel.Domain.Xp;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Grains.Activity;
using CommunityIntel.Storage.Xp;

namespace CommunityIntel.Grains.Xp;

/// <summary>Previews of XP rules, one at a time for a guild: what is computed leaves the grain's thread free.</summary>
internal sealed class XpPreviews(long guildId, XpPreviewReader reader, TimeProvider time) : IDisposable
{
    private const int Days = 28;

    private readonly SemaphoreSlim _turn = new(1);

    public async Task<XpPreview> ComputeAsync(XpRules rules, Guild guild, ZonedCalendar calendar)
    {
        var now = time.GetUtcNow();
        var (current, rewards) = (guild.Rules, guild.Rewards);
        var places = guild.Channels.Keys.ToDictionary(id => id, guild.PlaceOf);
        await _turn.WaitAsync();
        try
        {
            var past = await reader.ReadAsync(guildId, now.AddDays(-Days), calendar.DateOf(now).AddDays(1 - Days));
            return await Task.Run(() => Compute(rules, current, rewards, places, past, calendar, now));
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static XpPreview Compute(
        XpRules rules, XpRules current, LevelRewards rewards, Dictionary<long, XpPlace> places, XpPast past, ZonedCalendar calendar, DateTimeOffset now)
    {
        var (earnedNow, earnedThen) = (Earned(current), Earned(rules));
        var atOnce = XpForecast.Shift(past.Members.Select(m => (m.Xp, m.Xp)), current.Curve, rules.Curve, rewards);
        var overDays = XpForecast.Shift(past.Members.Select(m => (m.Xp, Then(m))), current.Curve, rules.Curve, rewards);
        var isTextNeeded = rules.Message.MinimumLength > 0 || rules.Message.IgnoresRepeats || rules.Message.IgnoresCommands;
        var voice = (long)((Int128)past.VoiceSeconds * rules.Voice.PerMinute / 60);
        return new XpPreview(
            ToWire(atOnce), ToWire(overDays), DaysOf(past, now), past.Messages.Count, earnedNow.Values.Sum(), earnedThen.Values.Sum(), voice, isTextNeeded, []);

        Dictionary<long, long> Earned(XpRules r) => XpForecast.Earned(
            r, past.Messages, id => past.Roles.TryGetValue(id, out var roles) ? roles : [], id => places.TryGetValue(id, out var place) ? place : new XpPlace(id, 0, 0), calendar);

        long Then(MemberXp m) =>
            Math.Clamp(m.Xp - earnedNow.GetValueOrDefault(m.UserId) + earnedThen.GetValueOrDefault(m.UserId), 0, XpCurve.MostXp);
    }

    private static int DaysOf(XpPast past, DateTimeOffset now) => past.IsCut
        ? (int)(now - Domain.Snowflake.TimeOf(past.Messages[^1].MessageId)).TotalDays
        : Days;

    private static GrainInterfaces.Xp.LevelShift ToWire(Domain.Xp.LevelShift s) =>
        new(s.Up, s.Down, [.. s.Roles.Select(r => new GrainInterfaces.Xp.RoleShift(r.Role.RoleId, r.Role.Name, r.Gained, r.Lost))]);
}
