using System.Text.Json;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Gaps;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Invites;
using CommunityIntel.GrainInterfaces.Privacy;
using CommunityIntel.GrainInterfaces.Rewards;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Grains.Privacy;

namespace CommunityIntel.Grains.Tests.Privacy;

public sealed class MemberPrivacyTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    // Ids as Discord makes them, which are nothing else's number.
    private static long _user = 812_345_678_900_000_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_choice_holds_in_every_guild_and_survives_their_activations()
    {
        var (user, guilds) = (NextUser(), new[] { Some.GuildId(), Some.GuildId() });
        foreach (var id in guilds) await TalkAsync(id, user);
        (await Person(user).ChooseAsync(MemberChoices.Hide, true)).Choices.Should().Be(MemberChoices.Hide);

        (await StoredAsync(user)).Should().OnlyContain(privacy => privacy == "1").And.HaveCount(2);
        foreach (var id in guilds) await silo.DeactivateAsync(id);
        await RunningSilo.DeactivateAsync(Person(user));
        await Person(user).ChooseAsync(MemberChoices.Anonymise, true);
        await Person(user).ChooseAsync(MemberChoices.Hide, false);
        (await StoredAsync(user)).Should().OnlyContain(privacy => privacy == "2");
        (await Person(user).GetAsync()).Choices.Should().Be(MemberChoices.Anonymise);
    }

    [Fact]
    public async Task A_guild_that_meets_somebody_later_knows_what_they_chose()
    {
        var (user, other, id) = (NextUser(), NextUser(), Some.GuildId());
        await Person(user).ChooseAsync(MemberChoices.StopCollecting, true);
        await Person(other).ChooseAsync(MemberChoices.Hide, true);
        await TalkAsync(id, user);
        await TalkAsync(id, other, sequence: 50);

        (await EveryTable.NamingAsync(silo.Database, user, Cancellation)).Should().BeSubsetOf(["privacy_choices", "orleans_reminders"]);
        (await StoredAsync(other)).Should().Equal("1");
    }

    [Fact]
    public async Task Who_stops_is_stored_no_further_and_guild_sums_do_not_count_them()
    {
        var (user, id) = (NextUser(), Some.GuildId());
        await TalkAsync(id, user);
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Voice(40, user, 600, silo.Clock.GetUtcNow().AddMinutes(-10))));
        var before = await SumsAsync(id);
        await Person(user).ChooseAsync(MemberChoices.StopCollecting, true);
        (await silo.Guild(id).GetLiveAsync()).InVoice.Should().Be(0);
        await TalkAsync(id, user, sequence: 50, minutes: 60);
        await silo.DeactivateAsync(id);
        await RunningSilo.DeactivateAsync(Person(user));
        await TalkAsync(id, user, sequence: 80, minutes: 120);

        var after = await SumsAsync(id);
        (after.Messages, after.Authors).Should().Be((before.Messages, before.Authors));
        after.VoiceSeconds.Should().BeInRange(590, 700);
        (await silo.Database.ScalarAsync<long>($"SELECT count(*) FROM voice_sessions WHERE user_id = {user} AND ended_at IS NULL", Cancellation)).Should().Be(0);
        (await silo.Database.ScalarAsync<long>($"SELECT count(*) FROM messages WHERE author_id = {user}", Cancellation)).Should().Be(3);
    }

    [Fact]
    public async Task A_choice_that_could_not_be_told_is_told_by_the_reminder()
    {
        var (user, id) = (NextUser(), Some.GuildId());
        await TalkAsync(id, user);
        await silo.Database.ExecuteAsync($"UPDATE guild_watermarks SET epoch = epoch + 1 WHERE guild_id = {id}", Cancellation);
        await Person(user).ChooseAsync(MemberChoices.Hide, true);
        (await StoredAsync(user)).Should().Equal("0");
        (await TellsAgainAsync(user)).Should().BeTrue();

        await silo.DeactivateAsync(id);
        await RunningSilo.DeactivateAsync(Person(user));
        await WakeAsync(user, MemberPrivacyGrain.Telling);
        (await StoredAsync(user)).Should().Equal("1");
        (await TellsAgainAsync(user)).Should().BeFalse();
    }

    [Fact]
    public async Task Taking_every_choice_back_leaves_nothing_behind()
    {
        var (user, id) = (NextUser(), Some.GuildId());
        await Person(user).ChooseAsync(MemberChoices.Hide, true);
        await Person(user).ChooseAsync(MemberChoices.Hide, false);
        await WakeAsync(user, MemberPrivacyGrain.Telling);
        (await EveryTable.NamingAsync(silo.Database, user, Cancellation)).Should().BeEmpty();
        await TalkAsync(id, user);
        (await StoredAsync(user)).Should().Equal("0");
    }

    [Fact]
    public async Task An_export_holds_every_table_that_names_the_person()
    {
        var (user, id) = (NextUser(), Some.GuildId());
        await FullLifeAsync(id, user);
        await Person(user).RequestDeletionAsync();
        var bytes = new MemoryStream();
        await foreach (var piece in Person(user).ExportAsync(Cancellation)) await bytes.WriteAsync(piece, Cancellation);

        var archive = JsonDocument.Parse(bytes.ToArray()).RootElement;
        archive.GetProperty("format").GetString().Should().Be("community-intelligence/personal-data");
        archive.GetProperty("user_id").GetString().Should().Be($"{user}");
        var guild = archive.GetProperty("guilds").EnumerateArray().Single();
        guild.GetProperty("guild_id").GetString().Should().Be($"{id}");
        guild.GetProperty("messages").GetArrayLength().Should().Be(9);
        guild.GetProperty("messages")[0].GetProperty("channel_id").GetString().Should().Be("500");
        var told = guild.EnumerateObject().Concat(archive.GetProperty("account").EnumerateObject()).Select(p => p.Name).ToList();
        (await EveryTable.NamingAsync(silo.Database, user, Cancellation)).Where(table => !table.StartsWith("orleans", StringComparison.Ordinal))
            .Select(table => table.StartsWith("messages_", StringComparison.Ordinal) ? "messages" : table).Should().BeSubsetOf(told.Append("guilds"));
        await Person(user).CancelDeletionAsync();
    }

    [Fact]
    public async Task A_deletion_waits_a_day_and_can_be_called_off()
    {
        var (user, id) = (NextUser(), Some.GuildId());
        await TalkAsync(id, user);
        var asked = await Person(user).RequestDeletionAsync();
        (asked.DeletionDueAt - asked.DeletionRequestedAt).Should().Be(TimeSpan.FromHours(24));
        (await Person(user).RequestDeletionAsync()).DeletionDueAt.Should().Be(asked.DeletionDueAt);
        await WakeAsync(user, MemberPrivacyGrain.Deletion);
        (await StoredAsync(user)).Should().ContainSingle();

        (await Person(user).CancelDeletionAsync()).DeletionDueAt.Should().BeNull();
        silo.Clock.Advance(TimeSpan.FromHours(25));
        await WakeAsync(user, MemberPrivacyGrain.Deletion);
        (await StoredAsync(user)).Should().ContainSingle();
        (await EveryTable.NamingAsync(silo.Database, user, Cancellation)).Should().NotContain("privacy_deletions").And.NotContain("orleans_reminders");
    }

    [Fact]
    public async Task After_a_day_no_table_names_the_person_and_no_later_commit_brings_them_back()
    {
        var (user, guilds) = (NextUser(), new[] { Some.GuildId(), Some.GuildId() });
        foreach (var id in guilds) await FullLifeAsync(id, user);
        var before = await SumsAsync(guilds[0]);
        await Person(user).ChooseAsync(MemberChoices.Hide, true);
        await Person(user).RequestDeletionAsync();
        silo.Clock.Advance(TimeSpan.FromHours(24));
        await WakeAsync(user, MemberPrivacyGrain.Deletion);

        (await EveryTable.NamingAsync(silo.Database, user, Cancellation)).Should().BeEmpty();
        (await EveryTable.ReadAsync(silo.Database, $"SELECT format('%s %s %s', actor_id, actor_name, subject_id) FROM audit_entries WHERE guild_id = {guilds[0]} AND kind < 20 ORDER BY entry_id", Cancellation))
            .Should().Equal("0 deleted member 9", "9001 A manager 0", "9001 A manager 0");
        // What was delivered already comes again, in the session it came in and in another, and others talk on.
        foreach (var id in guilds)
        {
            await TalkAsync(id, user);
            await TalkAsync(id, user, session: "replayed", order: 2);
            await silo.Guild(id).ApplyAsync(Some.Batch("replayed", Some.Message(900, 9, silo.Clock.GetUtcNow().AddMinutes(1))) with { SessionOrder = 2 });
            await silo.DeactivateAsync(id);
            await TalkAsync(id, user, session: "replayed", order: 2, sequence: 950);
        }

        (await EveryTable.NamingAsync(silo.Database, user, Cancellation)).Should().BeEmpty();
        (await SumsAsync(guilds[0])).Should().Be((before.Messages + 1, before.Authors + 1, before.VoiceSeconds));
        await silo.Guild(guilds[0]).ApplyAsync(Some.Batch("later", Some.Message(1, user, silo.Clock.GetUtcNow().AddMinutes(1))) with { SessionOrder = 3 });
        (await StoredAsync(user)).Should().Equal(["0"], "who writes again is new");
    }

    [Fact]
    public async Task A_deletion_that_was_cut_short_is_finished()
    {
        var (user, guilds) = (NextUser(), new[] { Some.GuildId(), Some.GuildId(), Some.GuildId() });
        foreach (var id in guilds) await FullLifeAsync(id, user);
        await Person(user).RequestDeletionAsync();
        silo.Clock.Advance(TimeSpan.FromHours(24));
        foreach (var id in guilds.Skip(1)) await silo.Database.ExecuteAsync($"UPDATE guild_watermarks SET epoch = epoch + 1 WHERE guild_id = {id}", Cancellation);
        await FluentActions.Awaiting(() => WakeAsync(user, MemberPrivacyGrain.Deletion)).Should().ThrowAsync<StorageUnavailableException>();
        (await EveryTable.NamingAsync(silo.Database, user, Cancellation)).Should().Contain("privacy_deletions").And.Contain("orleans_reminders");

        foreach (var id in guilds) await silo.DeactivateAsync(id);
        await RunningSilo.DeactivateAsync(Person(user));
        await Eventually.Succeeds(() => WakeAsync(user, MemberPrivacyGrain.Deletion));
        (await EveryTable.NamingAsync(silo.Database, user, Cancellation)).Should().BeEmpty();
    }

    [Fact]
    public async Task Who_had_stopped_stays_stopped_after_their_deletion()
    {
        var (user, id) = (NextUser(), Some.GuildId());
        await FullLifeAsync(id, user);
        await Person(user).ChooseAsync(MemberChoices.StopCollecting, true);
        await Person(user).ChooseAsync(MemberChoices.Hide, true);
        await Person(user).RequestDeletionAsync();
        silo.Clock.Advance(TimeSpan.FromHours(24));
        await WakeAsync(user, MemberPrivacyGrain.Deletion);
        await TalkAsync(id, user, session: "later", order: 2, minutes: 2_000);

        (await EveryTable.NamingAsync(silo.Database, user, Cancellation)).Should().Equal("privacy_choices");
        (await Person(user).GetAsync()).Should().BeEquivalentTo(new { Choices = MemberChoices.StopCollecting, DeletionDueAt = (DateTimeOffset?)null });
    }

    [Fact]
    public async Task Catching_up_after_a_deletion_counts_nothing_of_the_time_before()
    {
        var (user, id) = (NextUser(), Some.GuildId());
        var (lost, back) = (Some.Morning.AddMinutes(1), Some.Morning.AddMinutes(31));
        await silo.Guild(id).ApplyAsync(Some.Batch("one", Some.Guild(1, Some.Morning), Some.Message(2, user, Some.Morning.AddSeconds(55))));
        await silo.Guild(id).ApplyAsync(Some.Batch("two", Some.Guild(1, back) with { ConnectedUntil = lost, LostSessionId = "one" }) with { SessionOrder = 2 });
        var gap = (await silo.Grains.GetGrain<IGapsGrain>(0).FindOpenAsync(0, 1, 200)).Single(g => g.GuildId == id);
        await Person(user).RequestDeletionAsync();
        silo.Clock.Advance(TimeSpan.FromHours(24));
        await WakeAsync(user, MemberPrivacyGrain.Deletion);

        BackfilledMessage Missed(DateTimeOffset at, long author) => new(Domain.Snowflake.At(at), author, AuthorKind.Member, "name", null);
        await silo.Guild(id).BackfillAsync(new BackfillPage(
            gap.GapId, 500, [Missed(Some.Morning.AddSeconds(55), user), Missed(lost.AddMinutes(2), user)], gap.LastMessageId, BackfillEnd.Reached, back));
        foreach (var channel in (long[])[501, 600]) await silo.Guild(id).BackfillAsync(new BackfillPage(gap.GapId, channel, [], gap.LastMessageId, BackfillEnd.Empty, back));
        (await EveryTable.NamingAsync(silo.Database, user, Cancellation)).Should().BeEmpty();
        (await SumsAsync(id)).Messages.Should().Be(1);
        (await silo.Grains.GetGrain<IGapsGrain>(0).FindOpenAsync(0, 1, 200)).Should().NotContain(g => g.GuildId == id);
    }

    private static long NextUser() => Interlocked.Add(ref _user, 1_001);

    private IMemberPrivacyGrain Person(long user) => silo.Grains.GetGrain<IMemberPrivacyGrain>(user);

    /// <summary>As the reminder does.</summary>
    private Task WakeAsync(long user, string reminder) => Person(user).AsReference<IRemindable>().ReceiveReminder(reminder, default);

    private async Task<bool> TellsAgainAsync(long user) =>
        await silo.Database.ScalarAsync<long>($"SELECT count(*) FROM orleans_reminders WHERE lower(grain_id) = 'member-privacy/{user:x}' AND name = '{MemberPrivacyGrain.Telling}'", Cancellation) == 1;

    /// <summary>The choices that guilds know of.</summary>
    private Task<IReadOnlyList<string>> StoredAsync(long user) => EveryTable.ReadAsync(silo.Database, $"SELECT privacy::text FROM members WHERE user_id = {user}", Cancellation);

    /// <summary>Three messages.</summary>
    private Task<TextWish> TalkAsync(long guild, long user, long sequence = 10, string session = "s", long order = 1, int minutes = 0) => silo.Guild(guild).ApplyAsync(
        Some.Batch(session, [.. Enumerable.Range(0, 3).Select(i => Some.Message(sequence + i, user, Some.Morning.AddMinutes(minutes + i)))]) with { SessionOrder = order });

    /// <summary>The owner writes on several days, is and was in voice, reaches a level that is announced and earns a role.</summary>
    private async Task FullLifeAsync(long id, long user)
    {
        await silo.Guild(id).ApplyAsync(Some.Batch("s", Some.Guild(1, Some.Morning) with { OwnerId = user }, new MemberJoined(2, user, "user", "avatar", false, Some.Morning)));
        await silo.HonourAsync(id, LevelAnnouncement.WhereItHappened, [new RewardRole(1, 901, "Silver", false)]);
        await silo.Guild(id).ApplyAsync(Some.Batch("s", [.. Enumerable.Range(0, 9).Select(i => Some.Message(10 + i, user, Some.Morning.AddHours(i * 20)))]));
        await silo.Guild(id).ApplyAsync(Some.Batch(
            "s", Some.Voice(40, user, 600, Some.Morning.AddMinutes(1)), Some.Voice(41, user, null, Some.Morning.AddMinutes(9)), Some.Voice(42, user, 600, Some.Morning.AddDays(8))));
        await silo.Grains.GetGrain<IGuildInvitesGrain>(id).LookAsync(new(Some.Morning.AddDays(8), [new("theirs", user, 500, 1, 0, Some.Morning, null)]));
        (await silo.Database.ScalarAsync<long>($"SELECT count(*) FROM outbox WHERE guild_id = {id}", Cancellation)).Should().Be(2);
        await silo.Grains.GetGrain<IGuildXpGrain>(id).ChangeXpAsync(new XpChange(9, XpChangeKind.Give, 5, "by"), new Actor(user, "the person", ActorSource.Command));
        await silo.Grains.GetGrain<IGuildXpGrain>(id).ChangeXpAsync(new XpChange(user, XpChangeKind.Give, 5, "to"), Some.Manager);
        await silo.Grains.GetGrain<IGuildXpGrain>(id).ResetEverybodyAsync("all", Some.Manager);
        (await EveryTable.NamingAsync(silo.Database, user, Cancellation)).Should().Contain(["audit_entries", "xp_snapshots", "members", "user_xp", "outbox", "guilds", "voice_sessions", "invites"]);
    }

    private async Task<(long Messages, int Authors, long VoiceSeconds)> SumsAsync(long id)
    {
        var sums = await EveryTable.ReadAsync(
            silo.Database, $"SELECT format('%s %s %s', sum(message_count), sum(author_count), sum(voice_seconds)) FROM guild_stats_daily WHERE guild_id = {id}", Cancellation);
        var parts = sums.Single().Split(' ').Select(s => long.Parse(s, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        return (parts[0], (int)parts[1], parts[2]);
    }
}
