using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Invites;

namespace CommunityIntel.Grains.Tests.Activity;

/// <summary>By which invites people came, through the guild's grain and the database.</summary>
public sealed class InvitesTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    private static readonly DateOnly Monday = DateOnly.FromDateTime(Some.Morning.UtcDateTime);

    [Fact]
    public async Task Looks_are_counted_by_day_across_activations_and_twice_is_once()
    {
        var id = Some.GuildId();
        var invites = silo.Grains.GetGrain<IGuildInvitesGrain>(id);
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning), new MemberJoined(2, 10, "Ada", null, false, Some.Morning)));
        (await invites.GetInvitesAsync(Monday, Monday)).Should().BeEquivalentTo(new { LookedAt = (DateTimeOffset?)null, IsRefused = false });

        await invites.LookAsync(new(Some.Morning, [Listed("a", 3), Listed("once", 0, maxUses: 1)]));
        await silo.DeactivateAsync(id);
        var later = new InviteLook(Some.Morning.AddMinutes(1), [Listed("a", 5), Listed("once", 0, maxUses: 1)]);
        await invites.LookAsync(later);
        await silo.DeactivateAsync(id);
        await invites.LookAsync(later);
        await invites.LookAsync(new(Some.Morning.AddDays(1), [Listed("a", 6)]));
        await silo.DeactivateAsync(id);

        var first = await invites.GetInvitesAsync(Monday, Monday);
        first.LookedAt.Should().Be(Some.Morning.AddDays(1));
        first.Invites.Single().Should().BeEquivalentTo(
            new { Code = "a", UserName = "Ada", ChannelName = "general", Joins = 2, Uses = 6, MaxUses = 0, IsGone = false }, "the other is gone, and nobody came by it");
        (await invites.GetInvitesAsync(Monday, Monday.AddDays(1))).Invites.Single().Joins.Should().Be(3);
    }

    [Fact]
    public async Task A_refusal_is_told_and_survives_the_activation()
    {
        var id = Some.GuildId();
        var invites = silo.Grains.GetGrain<IGuildInvitesGrain>(id);
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning)));
        await invites.LookAsync(new(Some.Morning, null));
        await silo.DeactivateAsync(id);

        (await invites.GetInvitesAsync(Monday, Monday)).Should().BeEquivalentTo(new { LookedAt = Some.Morning, IsRefused = true });
    }

    private static ListedInvite Listed(string code, int uses, int maxUses = 0) => new(code, 10, 500, uses, maxUses, Some.Morning.AddDays(-9), null);
}
