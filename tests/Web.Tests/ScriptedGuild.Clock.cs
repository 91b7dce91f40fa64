using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.TimeZones;

namespace CommunityIntel.Web.Tests;

/// <summary>Once changed, its days are being counted again.</summary>
public sealed partial class ScriptedGuild : IGuildClockGrain
{
    private string _zone = "Europe/Paris";

    public Task<GuildClock> GetClockAsync() => Task.FromResult(new GuildClock(_zone, _zone == "Asia/Kathmandu" ? .4 : null));

    public Task<ZoneAnswer> ChooseTimeZoneAsync(string timeZone, Actor actor)
    {
        if (timeZone == "Mars/Olympus") return Task.FromResult(ZoneAnswer.Unknown);
        if (_zone == "Asia/Kathmandu") return Task.FromResult(ZoneAnswer.Busy);
        _zone = timeZone;
        return Task.FromResult(ZoneAnswer.Saved);
    }
}
