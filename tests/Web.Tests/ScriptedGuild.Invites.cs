using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Invites;

namespace CommunityIntel.Web.Tests;

/// <summary>Two invites, one of which nobody is named for; periods that end before November 14 knew fewer joins.</summary>
public sealed partial class ScriptedGuild : IGuildInvitesGrain
{
    public Task LookAsync(InviteLook look) => Task.CompletedTask;

    public Task<InviteReport> GetInvitesAsync(DateOnly firstDay, DateOnly lastDay)
    {
        if (this.GetPrimaryKeyLong() == ScriptedSite.OtherGuildId)
            throw new StorageUnavailableException("scripted");
        var made = new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);
        var joins = lastDay < new DateOnly(2026, 11, 14) ? 2 : 4;
        return Task.FromResult(new InviteReport(
            firstDay, lastDay, made, lastDay.DayNumber - firstDay.DayNumber > 90,
            [new("<open>", "<b>Ada</b>", "<general>", joins, 40, 0, made, null, false), new("once", null, null, 1, 1, 1, made, made.AddDays(1), true)], DateTimeOffset.UnixEpoch));
    }
}
