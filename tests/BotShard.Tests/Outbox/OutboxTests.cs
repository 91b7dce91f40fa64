using System.Globalization;
using CommunityIntel.DiscordEmulator.Rest;
using CommunityIntel.GrainInterfaces.Outbox;
using CommunityIntel.GrainInterfaces.Rewards;

namespace CommunityIntel.BotShard.Tests.Outbox;

/// <summary>From a message in the local Discord to what the bot does there about it, through every process.</summary>
public sealed class OutboxTests(PipelineWithWorker pipeline) : IClassFixture<PipelineWithWorker>
{
    private static readonly AnnouncementSettings Announced = new(LevelAnnouncement.WhereItHappened, null, null, false, 1, 1, false);
    private static readonly AnnouncementSettings Silent = Announced with { Place = LevelAnnouncement.Off };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_level_is_announced_once_though_the_worker_is_killed_between_sending_and_reporting()
    {
        var (guild, channel) = await pipeline.GuildAsync(Announced);
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
        var (guild, channel) = await pipeline.GuildAsync(Announced);
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
    public async Task What_the_bot_may_not_do_is_given_up_with_its_reason_holds_up_nothing_and_is_done_when_somebody_asks_again()
    {
        var (low, high) = (0UL, 0UL);
        var (guild, channel) = await pipeline.GuildAsync(Announced, async id =>
        {
            low = (await pipeline.Discord.CreateRoleAsync(id, "Regular")).Id;
            high = (await pipeline.Discord.CreateRoleAsync(id, "Later above the bot")).Id;
            return [new(1, (long)high, "", false), new(1, (long)low, "", false)];
        });
        var staff = await pipeline.Discord.CreateChannelAsync((ulong)guild, "staff");
        await Polling.UntilAsync(async () => (await pipeline.Rewards(guild).GetChoicesAsync()).Channels.Any(c => c.Id == (long)staff.Id), Cancellation);
        await pipeline.Rewards(guild).SaveAnnouncementsAsync(Announced with { Place = LevelAnnouncement.Channel, ChannelId = (long)staff.Id }, 1, PipelineWithWorker.Manager);
        await pipeline.Discord.HideChannelAsync(staff.Id, hidden: true);
        // Discord knows that the role was moved before the product hears of it: nothing tells of it but the refusal.
        await pipeline.Discord.FailRestAsync(new RestFault(1, 500, Method: "PATCH", PathContains: "members"));
        var user = await pipeline.ReachLevelOneAsync(guild, channel);
        await pipeline.Discord.EditRoleAsync((ulong)guild, high, position: 50);
        await Polling.UntilAsync(async () => (await pipeline.OpenAsync(guild)).GivenUp == 2, Cancellation);

        var open = await pipeline.OpenAsync(guild);
        open.Actions.Select(a => (a.Kind, a.Failure)).Should().BeEquivalentTo(
            [(OpenActionKind.AnnounceLevel, ActionFailure.MissingAccess), (OpenActionKind.SetRoles, ActionFailure.RoleOutOfReach)]);
        open.Actions.Single(a => a.Kind == OpenActionKind.SetRoles).RoleNames.Should().BeEquivalentTo("Regular", "Later above the bot");
        (await pipeline.RolesOfAsync(guild, user)).Should().Contain(low).And.NotContain(high);

        await pipeline.Discord.EditRoleAsync((ulong)guild, high, position: 1);
        await pipeline.Discord.HideChannelAsync(staff.Id, hidden: false);
        (await pipeline.Processes.Grains.GetGrain<IOutboxGrain>(0).TryAgainAsync(guild)).Should().Be(2);
        await Polling.UntilAsync(async () => (await pipeline.OpenAsync(guild)) is { GivenUp: 0, Waiting: 0 } && (await pipeline.RolesOfAsync(guild, user)).Contains(high), Cancellation);
        (await pipeline.AnnouncementsAsync(staff.Id)).Should().ContainSingle();
    }

    [Fact]
    public async Task Roles_are_set_by_one_call_that_leaves_a_moderators_and_an_integrations_roles_alone()
    {
        var (silver, gold, own) = (0UL, 0UL, 0UL);
        var (guild, channel) = await pipeline.GuildAsync(Silent, async id =>
        {
            silver = (await pipeline.Discord.CreateRoleAsync(id, "Silver")).Id;
            gold = (await pipeline.Discord.CreateRoleAsync(id, "Gold")).Id;
            own = (await pipeline.Discord.CreateRoleAsync(id, "A moderator's gift")).Id;
            return [new(1, (long)silver, "", false), new(1, (long)gold, "", false)];
        });
        var user = await pipeline.JoinAsync(guild);
        await pipeline.Discord.GiveRoleAsync((ulong)guild, user, own);
        // A role of an integration's is in every call and changed by none.
        await pipeline.Discord.FailRestAsync(new RestFault(100, 500, Method: "PUT", PathContains: $"members/{user}/roles"));
        await pipeline.ReachLevelOneAsync(channel, user);
        await Polling.UntilAsync(async () => (await pipeline.RolesOfAsync(guild, user)).Count == 3, Cancellation);
        (await pipeline.RolesOfAsync(guild, user)).Should().BeEquivalentTo([silver, gold, own]);

        await pipeline.Discord.LeaveAsync((ulong)guild, user);
        await pipeline.Discord.JoinAsync((ulong)guild, user);
        await Polling.UntilAsync(async () => (await pipeline.RolesOfAsync(guild, user)).Count == 2, Cancellation);
        (await pipeline.RolesOfAsync(guild, user)).Should().BeEquivalentTo([silver, gold], "what the level gives comes back, and nothing else");
    }

    [Fact]
    public async Task Who_wants_to_hear_of_it_directly_does_and_a_closed_door_is_nobodys_business()
    {
        var (guild, channel) = await pipeline.GuildAsync(Announced);
        var (open, closed) = (await pipeline.JoinAsync(guild), await pipeline.JoinAsync(guild));
        await pipeline.Discord.CloseDirectAsync(closed);
        foreach (var user in (ulong[])[open, closed]) await pipeline.Rewards(guild).ChooseNewsAsync((long)user, LevelNewsChoice.Direct);
        await pipeline.ReachLevelOneAsync(channel, closed);
        await pipeline.ReachLevelOneAsync(channel, open);
        var direct = await pipeline.DirectChannelAsync(open);
        await Polling.UntilAsync(async () => (await pipeline.AnnouncementsAsync(direct)).Count > 0, Cancellation);

        (await pipeline.AnnouncementsAsync(direct)).Should().Equal("🎉 You have reached level 1 on Guild.");
        await Polling.UntilAsync(async () => (await pipeline.OpenAsync(guild)).Waiting == 0, Cancellation);
        (await pipeline.AnnouncementsAsync(channel)).Should().BeEmpty();
        (await pipeline.OpenAsync(guild)).GivenUp.Should().Be(0);
    }

    [Fact]
    public async Task A_guild_says_it_in_its_own_words_and_pings_only_when_it_wants_to()
    {
        var (guild, channel) = await pipeline.GuildAsync(Announced with { Template = "{member} @everyone **{name}** {server} {level}", PingsMember = true });
        var user = await pipeline.ReachLevelOneAsync(guild, channel);
        await Polling.UntilAsync(async () => (await pipeline.AnnouncementsAsync(channel)).Count > 0, Cancellation);
        (await pipeline.AnnouncementsAsync(channel)).Should().Equal($"<@{user}> @\u200beveryone **climber** Guild 1");
    }

    private static string PathOf(ulong channel) => string.Create(CultureInfo.InvariantCulture, $"channels/{channel}/messages");
}
