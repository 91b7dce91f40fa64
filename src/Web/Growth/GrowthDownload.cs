using CommunityIntel.Web.Activity;
using CommunityIntel.Web.Billing;
using CommunityIntel.Web.Files;
using CommunityIntel.Web.Guilds;

namespace CommunityIntel.Web.Growth;

/// <summary>By which invites people came in the period: a row for each invite. Joins and leaves by day are in the activity page's file.</summary>
public sealed class GrowthDownload(GuildReader guilds, BillingAccess billing) : IGuildDownload
{
    private static readonly string[] Columns = ["invite", "made_by", "channel", "joins", "uses", "max_uses", "created_at", "expires_at", "is_gone"];

    public async Task<Download?> ReadAsync(long guildId, IQueryCollection query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        if ((await guilds.GetProfileAsync(guildId)).Value is not { } profile)
            return null;
        var (first, last) = OverviewChoice.Parse(query["range"], null, null).From(await billing.GetFirstDayAsync(guildId), profile).DaysOf(profile);
        return (await guilds.GetInvitesAsync(guildId, first, last)).Value is { } report
            ? new($"growth-{guildId}", Columns, report.Invites.Select(i => new object?[]
                { i.Code, i.UserName, i.ChannelName, i.Joins, i.Uses, i.MaxUses, i.CreatedAt, i.ExpiresAt, i.IsGone }))
            : null;
    }
}
