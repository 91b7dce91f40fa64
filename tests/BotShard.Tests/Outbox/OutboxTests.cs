using System.Globalization;
using CommunityIntel.DiscordEmulator.Rest;
using CommunityIntel.GrainInterfaces.Outbox;
using CommunityIntel.GrainInterfaces.Xp;

namespace CommunityIntel.BotShard.Tests.Outbox;

/// <summary>From a message in the local Discord to what the bot does there about it, through every process.</summary>
public sealed class OutboxTests(PipelineWithWorker pipeline) : IClassFixture<PipelineWithWorker>
{
    private static readonly LevelRewardSettings Announced = new(LevelAnnouncement.WhereItHappened, null, true, []);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_level_is_announced_once_though_the_worker_is_killed_between_sending_and_reporting()
    {
        var (guild, channel) = await pipeline.GuildAsync(_ => Task.FromResult(Announced));
        await pipeline.Discord.FailRestAsync(new RestFault(1, Status: 0, Method: "POST", PathContains: PathOf(channel), AfterEffect: true));
        var user = await pipeline.ReachLevelOneAsync(guild, channel);
        await Polling.UntilAsync(async () => (await pipeline.AnnouncementsAsync(channel)).Count > 0, Cancellation);

        await pipeline.Processes.KillWorkerAsync(Cancellation);
        await Polling.UntilAsync(async () => await pipeline.SentAsync() >= 1, Cancellation);

        (await pipeline.AnnouncementsAsync(channel)).Should().Equal($"🎉 <@{user}> has reached level 1.");
        (await pipeline.OpenAsync(guild)).Should().BeEquivalentTo(new { GivenUp = 0L, Waiting = 0L });
    }

    [Fact]
    public async Task A_storm_of_errors_and_limits_delays_an_announcement_and_loses_none()
    {
        var (guild, channel) = await pipeline.GuildAsync(_ => Task.FromResult(Announced));
        await pipeline.Discord.FailRestAsync(new RestFault(4, 500, Method: "POST", PathContains: PathOf(channel)));
        await pipeline.Discord.FailRestAsync(new RestFault(1, 502, Method: "POST", PathContains: PathOf(channel), AfterEffect: true));
        await pipeline.Discord.FailRestAsync(new RestFault(1, 429, "shared", 1, PathOf(channel), "POST"));
        await pipeline.ReachLevelOneAsync(guild, channel);
        await Polling.UntilAsync(async () => (await pipeline.OpenAsync(guild)) is { Waiting: 1 } open && open.Actions[0].Failure == ActionFailure.NoAnswer, Cancellation);

        await Polling.UntilAsync(async () => (await pipeline.OpenAsync(guild)).Waiting == 0, Cancellation);
        (await pipeline.AnnouncementsAsync(channel)).Should().ContainSingle();
        (await pipeline.OpenAsync(guild)).GivenUp.Should().Be(0);
    }

    [Fact]
    public async Task What_the_bot_may_not_do_is_given_up_with_its_reason_and_holds_up_nothing()
    {
        var (low, high) = (0UL, 0UL);
        var (guild, channel) = await pipeline.GuildAsync(async id =>
        {
            var hidden = await pipeline.Discord.CreateChannelAsync(id, "staff", hidden: true);
            low = (await pipeline.Discord.CreateRoleAsync(id, "Regular")).Id;
            high = (await pipeline.Discord.CreateRoleAsync(id, "Above the bot", position: 50)).Id;
            return new LevelRewardSettings(LevelAnnouncement.Channel, (long)hidden.Id, true, [new(1, (long)high, "Above the bot"), new(1, (long)low, "Regular")]);
        });
        var user = await pipeline.ReachLevelOneAsync(guild, channel);
        await Polling.UntilAsync(async () => (await pipeline.OpenAsync(guild)).GivenUp == 2, Cancellation);

        var open = await pipeline.OpenAsync(guild);
        open.Actions.Select(a => (a.Kind, a.Failure)).Should().BeEquivalentTo(
            [(OpenActionKind.AnnounceLevel, ActionFailure.MissingAccess), (OpenActionKind.SetRoles, ActionFailure.RoleOutOfReach)]);
        open.Actions.Single(a => a.Kind == OpenActionKind.SetRoles).RoleNames.Should().Equal("Regular", "Above the bot");
        var roles = (await pipeline.Discord.MembersAsync((ulong)guild)).Single(m => m.User.Id == user).Roles;
        roles.Should().Contain(low).And.NotContain(high);
    }

    [Fact]
    public async Task A_role_that_is_gone_is_told()
    {
        var (guild, channel) = await pipeline.GuildAsync(_ => Task.FromResult(Announced with { Announcement = LevelAnnouncement.Off, Roles = [new(1, 4_711, "Gone")] }));
        await pipeline.ReachLevelOneAsync(guild, channel);
        await Polling.UntilAsync(async () => (await pipeline.OpenAsync(guild)).GivenUp == 1, Cancellation);

        (await pipeline.OpenAsync(guild)).Actions.Single().Failure.Should().Be(ActionFailure.UnknownRole);
    }

    private static string PathOf(ulong channel) => string.Create(CultureInfo.InvariantCulture, $"channels/{channel}/messages");
}
