using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Notes;
using CommunityIntel.GrainInterfaces.Rewards;
using CommunityIntel.GrainInterfaces.Settings;

namespace CommunityIntel.Grains.Tests.Billing;

/// <summary>Each limit of a plan, where it is met, and what a higher plan makes of it.</summary>
public sealed class LimitsTests(SellingSilo shop) : IClassFixture<SellingSilo>
{
    private static readonly Actor Operator = new(1, "Operator", ActorSource.Dashboard);

    [Fact]
    public async Task Digests_are_of_as_many_channels_and_as_often_as_the_plan_allows()
    {
        var guild = await GuildWithChannelsAsync();
        var settings = shop.Grains.GetGrain<IGuildDigestSettingsGrain>(guild);
        var three = DigestSettings.Usual with { ChannelIds = [1001, 1002, 1003], IsWeekly = true, KeepDays = 9 };
        (await settings.SaveDigestSettingsAsync(three, 0, Some.Manager)).Should().Be(new PlanRefused(PlanLimit.DigestChannels, Plan.Pro, 2));
        (await settings.SaveDigestSettingsAsync(three with { ChannelIds = [1001], IsDaily = true }, 0, Some.Manager)).Should().Be(new PlanRefused(PlanLimit.DailyDigests, Plan.Pro, 0));
        (await settings.SaveDigestSettingsAsync(three with { ChannelIds = [1001, 1002] }, 0, Some.Manager)).Should().BeOfType<SettingsSaved>();

        await GiveAsync(guild, Plan.Pro);
        (await settings.SaveDigestSettingsAsync(three with { IsDaily = true }, 1, Some.Manager)).Should().BeOfType<SettingsSaved>();
        await TakeAsync(guild);
        (await settings.GetDigestSettingsAsync()).Settings.ChannelIds.Should().HaveCount(3, "settings stay as they were");
        (await shop.Grains.GetGrain<IDigestBasisGrain>(guild).GetDigestBasisAsync(0))!.Should().BeEquivalentTo(new { Settings = new { IsDaily = false, IsWeekly = true }, ModelRequestsPerDay = 0 });
        (await shop.Grains.GetGrain<IDigestBasisGrain>(guild).GetDigestBasisAsync(0))!.Channels.Should().HaveCount(2);
        (await settings.SaveDigestSettingsAsync(three with { IsDaily = true, Hour = 9 }, 2, Some.Manager)).Should().BeOfType<SettingsSaved>("nothing more is asked for than there was");
    }

    [Fact]
    public async Task Rewards_can_be_as_many_as_the_plan_allows_and_fewer_are_never_refused()
    {
        var guild = Some.GuildId();
        var roles = Enumerable.Range(1, 8).Select(i => new GuildRole(800 + i, $"r{i}", 1, 0, false, 0));
        await shop.Grains.GetGrain<IGuildGrain>(guild).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning) with { Roles = [.. Some.Roles, .. roles] }));
        var rewards = shop.Grains.GetGrain<IGuildRewardsGrain>(guild);
        var seven = new RewardSettings([.. Enumerable.Range(1, 7).Select(i => new RewardRole(i, 800 + i, $"r{i}", false))]);
        (await rewards.SaveRewardsAsync(seven, 0, Some.Manager)).Should().Be(new PlanRefused(PlanLimit.RewardRoles, Plan.Pro, 5));
        await GiveAsync(guild, Plan.Pro);
        (await rewards.SaveRewardsAsync(seven, 0, Some.Manager)).Should().Be(new SettingsSaved(1));
        await TakeAsync(guild);
        (await rewards.SaveRewardsAsync(new RewardSettings([.. seven.Roles.Skip(1)]), 1, Some.Manager)).Should().Be(new SettingsSaved(2), "six are fewer than seven");
        (await rewards.SaveRewardsAsync(new RewardSettings([.. seven.Roles.Skip(1), new RewardRole(9, 808, "r8", false)]), 2, Some.Manager)).Should().BeOfType<PlanRefused>();
    }

    [Fact]
    public async Task Reports_go_as_far_back_as_the_plan_looks_and_as_far_again_for_comparison()
    {
        var guild = await shop.NewGuildAsync();
        var today = (await shop.Grains.GetGrain<IGuildGrain>(guild).GetProfileAsync())!.Today;
        var asked = today.AddDays(-300);
        (await shop.Grains.GetGrain<IGuildGrain>(guild).GetActivityAsync(asked, today)).From.Should().Be(today.AddDays(-59));
        (await shop.Billing(guild).GetPlanAsync()).FirstDay.Should().Be(today.AddDays(-29));
        await GiveAsync(guild, Plan.Pro);
        (await shop.Grains.GetGrain<IGuildGrain>(guild).GetActivityAsync(asked, today)).From.Should().Be(asked);
        await TakeAsync(guild);
        (await shop.Grains.GetGrain<IGuildGrain>(guild).GetActivityAsync(asked, today)).From.Should().Be(asked, "for ninety days it can be seen");
    }

    [Fact]
    public async Task As_many_people_change_things_as_there_are_seats_and_who_changes_nothing_takes_none()
    {
        var guild = await shop.NewGuildAsync();
        var notes = shop.Grains.GetGrain<IGuildNotesGrain>(guild);
        var today = (await shop.Grains.GetGrain<IGuildGrain>(guild).GetProfileAsync())!.Today;
        (await notes.DeleteNoteAsync(99, SellingSilo.By(50))).Should().BeFalse("there is none");
        foreach (var user in (long[])[51, 52, 51]) (await notes.AddNoteAsync(today, "a note", $"{Guid.NewGuid()}", SellingSilo.By(user))).Should().Be(NoteAnswer.Added);
        var refused = async () => await notes.AddNoteAsync(today, "a note", "53", SellingSilo.By(53));
        await refused.Should().ThrowAsync<NoSeatException>();
        (await notes.AddNoteAsync(today, "a note", "owner", SellingSilo.By(1))).Should().Be(NoteAnswer.Added, "it is the owner");
        (await shop.Billing(guild).GetBillingAsync()).Usage.Seats.Select(s => s.UserId).Should().BeEquivalentTo([51L, 52]);
        await RunningSilo.DeactivateAsync(shop.Billing(guild));
        await refused.Should().ThrowAsync<NoSeatException>("seats are remembered");
        await GiveAsync(guild, Plan.Pro);
        (await notes.AddNoteAsync(today, "a note", "53", SellingSilo.By(53))).Should().Be(NoteAnswer.Added);
    }

    private async Task<long> GuildWithChannelsAsync()
    {
        var guild = Some.GuildId();
        await shop.Grains.GetGrain<IGuildGrain>(guild).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning) with
        {
            Channels = [.. Enumerable.Range(1001, 3).Select(id => new GuildChannel(id, 0, $"c{id}", null))],
        }));
        return guild;
    }

    private Task<bool> GiveAsync(long guild, Plan plan) => shop.Grains.GetGrain<IBillingDeskGrain>(0).GrantAsync(guild, plan, null, Operator);

    private Task<bool> TakeAsync(long guild) => shop.Grains.GetGrain<IBillingDeskGrain>(0).EndGrantAsync(guild, Operator);
}
