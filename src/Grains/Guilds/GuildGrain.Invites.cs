using CommunityIntel.Domain.Invites;
using CommunityIntel.GrainInterfaces.Invites;
using InviteLook = CommunityIntel.GrainInterfaces.Invites.InviteLook;

namespace CommunityIntel.Grains.Guilds;

public sealed partial class GuildGrain : IGuildInvitesGrain
{
    public async Task LookAsync(InviteLook look)
    {
        MustBeWhole();
        await MustNotBeErasingAsync();
        if (look.Invites is not { } listed)
        {
            _guild.InvitesRefused(look.At.ToUnixTimeMilliseconds());
        }
        else
        {
            // Also who is no member any more may have chosen not to be counted.
            await EnsureKnownAsync(listed.Select(i => i.UserId).OfType<long>());
            _guild.InvitesListed([.. listed.Select(ToDomain)], look.At.ToUnixTimeMilliseconds());
        }

        var changes = _guild.TakeChanges();
        if (!changes.IsEmpty) await CommitAsync(changes);
    }

    public Task<InviteReport> GetInvitesAsync(DateOnly firstDay, DateOnly lastDay)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstDay, lastDay);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lastDay.DayNumber - firstDay.DayNumber, MostDays);
        return Outage.Translate(() => _reports.GetInvitesAsync(Visible(firstDay), Visible(lastDay), _guild, _written));
    }

    private static Invite ToDomain(ListedInvite i) =>
        new(i.Code, i.UserId, i.ChannelId, i.Uses, i.MaxUses, i.CreatedAt.ToUnixTimeMilliseconds(), i.ExpiresAt?.ToUnixTimeMilliseconds());
}
