using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Privacy;
using CommunityIntel.GrainInterfaces.Settings;
using Orleans.Runtime;

namespace CommunityIntel.Grains.Tests.Digests;

/// <summary>Which texts are kept, for how long, and that they are gone when they should be.</summary>
public sealed class KeptTextsTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_guild_that_chose_nothing_keeps_no_text_and_asks_for_none()
    {
        var guild = await NewAsync(DigestSettings.Usual);
        (await guild.Grain.ApplyAsync(Some.Batch("s", Some.Message(2, 7, guild.Now) with { Content = "hello there" }))).Should().Be(TextWish.None);
        (await TextsAsync(guild)).Should().BeEmpty();
    }

    [Fact]
    public async Task Text_is_kept_of_chosen_channels_and_their_public_threads_of_people_who_chose_nothing()
    {
        var guild = await NewAsync();
        await silo.Grains.GetGrain<IMemberPrivacyGrain>(31).ChooseAsync(MemberChoices.Hide, true);
        await guild.SayAsync(7, "in general");
        await guild.SayAsync(7, "in random", TextGuild.Random);
        await guild.SayAsync(8, "in a thread", TextGuild.Thread);
        await guild.SayAsync(8, "in a private thread", TextGuild.PrivateThread);
        await guild.SayAsync(9, "in staff", TextGuild.Staff);
        await guild.SayAsync(30, "beep", kind: AuthorKind.Bot);
        await guild.SayAsync(31, "of somebody who hides");
        await guild.SayAsync(7, " \n\t ");

        (await TextsAsync(guild)).Should().Equal("in general", "in a thread", "in staff");
        (await guild.Grain.ApplyAsync(Some.Batch("s", Some.Message(90, 7, guild.Now)))).Should().Be(TextWish.Texts | TextWish.Changes);
        (await guild.Settings.GetDigestChoicesAsync()).Should().Match<DigestChoices>(c => c.MessagesKept == 3 && c.Channels.Single(x => x.Id == TextGuild.Staff).IsForAudience == false
            && c.Channels.Single(x => x.Id == TextGuild.General).IsForAudience);
    }

    [Fact]
    public async Task Edits_and_deletions_reach_the_text_also_within_a_batch()
    {
        var guild = await NewAsync();
        var (ids, now) = (new List<long>(), guild.Now);
        foreach (var text in (string[])["one", "two", "three", "four", "five", "six"]) ids.Add(await guild.SayAsync(7, text));
        await guild.HearAsync(
            s => new MessageEdited(s, ids[0], TextGuild.General, "one, corrected"), s => new MessagesDeleted(s, [ids[1]]), s => new MessagesDeleted(s, [ids[2], ids[3], 12345]),
            s => new MessageEdited(s, ids[4], TextGuild.General, ""),
            s => Some.Message(s, 7, now, n: 1001) with { Content = "short-lived" }, s => new MessagesDeleted(s, [TextGuild.IdAt(now) | 1001]));
        var seven = new MessageCreated(0, TextGuild.IdAt(guild.Now) | 2002, TextGuild.General, 7, AuthorKind.Member, "x", null, guild.Now) { Content = "seven" };
        await guild.HearAsync(s => seven with { Sequence = s }, s => new MessageEdited(s, seven.MessageId, TextGuild.General, "seven, corrected"));

        (await TextsAsync(guild)).Should().BeEquivalentTo("one, corrected", "six", "seven, corrected");
    }

    [Fact]
    public async Task A_channel_that_goes_takes_its_texts_and_those_of_its_threads_with_it()
    {
        var guild = await NewAsync();
        await guild.SayAsync(7, "in general");
        await guild.SayAsync(8, "in a thread", TextGuild.Thread);
        await guild.SayAsync(9, "in staff", TextGuild.Staff);
        await guild.HearAsync(s => new ChannelDeleted(s, TextGuild.General, guild.Now));
        (await TextsAsync(guild)).Should().Equal("in staff");
    }

    [Fact]
    public async Task Who_stops_being_counted_or_is_deleted_leaves_no_text()
    {
        var guild = await NewAsync();
        foreach (var author in (long[])[41, 42, 43]) await guild.SayAsync(author, $"of {author}");
        await silo.Grains.GetGrain<IMemberPrivacyGrain>(41).ChooseAsync(MemberChoices.StopCollecting, true);
        await Eventually.Holds(async () => (await TextsAsync(guild)).Count == 2);
        await silo.Grains.GetGrain<IGuildPrivacyGrain>(guild.Id).ForgetAsync(42);
        (await TextsAsync(guild)).Should().Equal("of 43");
        await guild.SayAsync(41, "again");
        (await TextsAsync(guild)).Should().Equal("of 43");
    }

    [Fact]
    public async Task Fewer_channels_or_days_take_what_is_beyond_them_at_once_and_more_give_nothing_longer()
    {
        var guild = await NewAsync();
        await guild.SayAsync(7, "old", at: guild.Now.AddDays(-4));
        await guild.SayAsync(7, "new");
        await guild.SayAsync(7, "staff", TextGuild.Staff);
        await guild.SaveAsync(DigestSettings.Usual with { ChannelIds = [TextGuild.General], KeepDays = 3 });
        (await TextsAsync(guild)).Should().Equal("new");
        var expiry = await ExpiryAsync(guild);
        expiry.Should().Be(DateOnly.FromDateTime(guild.Now.UtcDateTime).AddDays(3));
        await guild.SaveAsync(DigestSettings.Usual with { ChannelIds = [TextGuild.General], KeepDays = 30 });
        (await ExpiryAsync(guild)).Should().Be(expiry, "it was promised to be gone by then");
    }

    [Fact]
    public async Task When_its_day_begins_a_text_is_dropped_with_its_partition()
    {
        var guild = await NewAsync(DigestSettings.Usual with { ChannelIds = [TextGuild.General], KeepDays = 2 });
        await guild.SayAsync(7, "now");
        await guild.SayAsync(7, "yesterday", at: guild.Now.AddDays(-1));
        (await guild.SayAsync(7, "too old to keep", at: guild.Now.AddDays(-2))).Should().BePositive();
        (await TextsAsync(guild)).Should().BeEquivalentTo("now", "yesterday");
        var partition = $"message_texts_{DateOnly.FromDateTime(guild.Now.UtcDateTime).AddDays(1):yyyy_MM_dd}";
        (await silo.Database.ScalarAsync<bool>($"SELECT to_regclass('{partition}') IS NOT NULL", Cancellation)).Should().BeTrue();

        await silo.Database.ExecuteAsync($"SELECT drop_expired_texts('{DateOnly.FromDateTime(guild.Now.UtcDateTime).AddDays(1):yyyy-MM-dd}')", Cancellation);
        (await TextsAsync(guild)).Should().Equal("now");
        (await silo.Database.ScalarAsync<bool>($"SELECT to_regclass('{partition}') IS NULL", Cancellation)).Should().BeTrue();
        await silo.Grains.GetGrain<IKeptTextsGrain>(0).AsReference<IRemindable>().ReceiveReminder("hourly", default);
        (await TextsAsync(guild)).Should().Equal("now");
    }

    [Fact]
    public async Task Text_that_cannot_be_stored_as_it_is_is_cut_and_mended()
    {
        var guild = await NewAsync();
        await guild.SayAsync(7, "zero \0 inside, half a pair \ud83d, and مرحبا 🎉");
        await guild.SayAsync(7, new string('x', 100_000));
        var texts = await TextsAsync(guild);
        texts[0].Should().Be("zero  inside, half a pair \ufffd, and مرحبا 🎉");
        texts[1].Should().HaveLength(4_000);
    }

    [Fact]
    public async Task Settings_name_what_is_wrong_survive_the_activation_and_are_taken_back()
    {
        var guild = await NewAsync(DigestSettings.Usual);
        var wrong = DigestSettings.Usual with { ChannelIds = [TextGuild.General, 77, TextGuild.Thread], KeepDays = 31, Hour = 24, AudienceRoleId = 5, PostChannelId = 6, Length = (DigestLength)9 };
        (await guild.Settings.SaveDigestSettingsAsync(wrong, 0, Some.Manager)).Should().BeOfType<DigestSettingsRefused>().Which.Problems.Should().BeEquivalentTo(
            new DigestProblem[]
            {
                new(DigestProblemKind.ChannelUnknown, 77), new(DigestProblemKind.ChannelNotForText, TextGuild.Thread), new(DigestProblemKind.KeepDaysOutOfBounds, Number: 31),
                new(DigestProblemKind.HourOutOfBounds, Number: 24), new(DigestProblemKind.RoleUnknown, RoleId: 5), new(DigestProblemKind.PostChannelUnusable, 6), new(DigestProblemKind.ChoiceUnknown),
            });
        (await guild.Settings.SaveDigestSettingsAsync(DigestSettings.Usual with { ChannelIds = [TextGuild.General], IsWeekly = true, KeepDays = 7 }, 0, Some.Manager)).Should().BeOfType<DigestSettingsRefused>()
            .Which.Problems.Should().Equal(new DigestProblem(DigestProblemKind.KeepDaysTooFew, Number: 8));
        var good = DigestSettings.Usual with { ChannelIds = [TextGuild.Staff, TextGuild.General], IsWeekly = true };
        await guild.SaveAsync(good);
        await silo.DeactivateAsync(guild.Id);
        (await guild.Settings.GetDigestSettingsAsync()).Should().BeEquivalentTo(new VersionedDigestSettings(good with { ChannelIds = [TextGuild.General, TextGuild.Staff] }, 1));
        (await guild.Settings.SaveDigestSettingsAsync(good, 0, Some.Manager)).Should().BeOfType<SettingsChangedMeanwhile>();
        var audit = silo.Grains.GetGrain<IGuildAuditGrain>(guild.Id);
        var last = (await audit.GetAuditAsync(new AuditQuery(null, 10))).Entries[0];
        last.Should().Match<AuditRecord>(e => e.Action == AuditAction.DigestSettingsChanged && e.CanUndo);
        await guild.SayAsync(7, "kept for now");
        (await audit.UndoAsync(last.Id, "u", Some.Manager)).Outcome.Should().Be(UndoOutcome.Done);
        (await guild.Settings.GetDigestSettingsAsync()).Should().Match<VersionedDigestSettings>(v => v.Version == 2 && v.Settings.ChannelIds.Count == 0);
        (await TextsAsync(guild)).Should().BeEmpty();
    }

    private Task<TextGuild> NewAsync(DigestSettings? settings = null) => new TextGuild(silo.Grains, silo.Clock).FoundAsync(settings);

    private async Task<IReadOnlyList<string>> TextsAsync(TextGuild guild) =>
        await silo.Database.ScalarAsync<string[]>($"SELECT coalesce(array_agg(text ORDER BY message_id), ARRAY[]::text[]) FROM message_texts WHERE guild_id = {guild.Id}", Cancellation) ?? [];

    private async Task<DateOnly> ExpiryAsync(TextGuild guild) => DateOnly.FromDateTime(await silo.Database.ScalarAsync<DateTime>($"SELECT max(expires_on)::timestamp FROM message_texts WHERE guild_id = {guild.Id}", Cancellation));
}
