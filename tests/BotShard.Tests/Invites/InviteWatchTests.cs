using CommunityIntel.BotShard.Tests.Gaps;
using CommunityIntel.GrainInterfaces.Invites;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityIntel.BotShard.Tests.Invites;

/// <summary>People who come by invites of the local Discord, as the guild's report has them.</summary>
public sealed class InviteWatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_comes_is_counted_by_the_invite_also_by_one_that_is_used_up()
    {
        await using var bot = await RunningBot.StartAsync(new() { ["Invites:DelayMs"] = "200", ["Invites:LooksPerSecond"] = "20" });
        var owner = await bot.Control.CreateUserAsync("owner", "Ada");
        var guild = await bot.Control.CreateGuildAsync("Guild", owner.Id);
        var open = await bot.Control.CreateInviteAsync(guild.Id, owner.Id);
        var once = await bot.Control.CreateInviteAsync(guild.Id, owner.Id, maxUses: 1);
        await UntilAsync("SELECT count(*) FROM invites", once, 1);

        foreach (var code in (string?[])[open, once, open, null])
        {
            var user = await bot.Control.CreateUserAsync($"by-{code}");
            await bot.Control.JoinAsync(guild.Id, user.Id, invite: code);
        }

        await UntilAsync("SELECT sum(joins) FROM invite_joins_daily", open, 2);
        await UntilAsync("SELECT sum(joins) FROM invite_joins_daily", once, 1);
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var report = await bot.Services.GetRequiredService<IGrainFactory>().GetGrain<IGuildInvitesGrain>((long)guild.Id).GetInvitesAsync(today.AddDays(-1), today.AddDays(1));
        report.Invites.Single(i => i.Code == once).Should().BeEquivalentTo(new { IsGone = true, Uses = 1, MaxUses = 1 });
        report.Invites.Single(i => i.Code == open).Should().BeEquivalentTo(new { IsGone = false, Uses = 2, ChannelName = "general" });
        report.Invites.Sum(i => i.Joins).Should().Be(3, "one came another way");

        await bot.Control.WithdrawInviteAsync(guild.Id, open);
        await UntilAsync("SELECT count(gone_at) FROM invites", open, 1);

        Task UntilAsync(string figure, string code, long expected) => Polling.UntilAsync(
            async () => await bot.Database.ScalarAsync<object?>($"{figure} WHERE guild_id = {guild.Id} AND code = '{code}'", Cancellation) is long found && found == expected, Cancellation);
    }
}
