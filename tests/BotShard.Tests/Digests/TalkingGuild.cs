using CommunityIntel.BotShard.Tests.Gaps;
using CommunityIntel.DiscordEmulator.Control;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Settings;
using CommunityIntel.Lab.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityIntel.BotShard.Tests.Digests;

/// <summary>A guild with an English-speaking owner, a French-speaking member and three who talk.</summary>
internal sealed class TalkingGuild
{
    public static readonly Actor Manager = new(1, "manager", ActorSource.Dashboard);

    private readonly EmulatorControl _control;
    private readonly IGrainFactory _grains;
    private readonly ScratchDatabase _database;
    private int _said;

    private TalkingGuild(EmulatorControl control, IGrainFactory grains, ScratchDatabase database) => (_control, _grains, _database) = (control, grains, database);

    public ulong Id { get; private init; }

    public ulong General { get; private init; }

    public ulong Owner { get; private init; }

    public ulong Zoe { get; private init; }

    public IReadOnlyList<ulong> Talkers { get; private init; } = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<TalkingGuild> FoundAsync(RunningBot bot, string locale = "en-US") =>
        FoundAsync(bot.Control, bot.Services.GetRequiredService<IGrainFactory>(), bot.Database, locale);

    public static async Task<TalkingGuild> FoundAsync(EmulatorControl control, IGrainFactory grains, ScratchDatabase database, string locale = "en-US")
    {
        var owner = await control.CreateUserAsync("owner", "Ada");
        var zoe = await control.CreateUserAsync("zoe", "Zoé", locale: "fr");
        var guild = await control.CreateGuildAsync("Guild", owner.Id, locale: locale);
        var talkers = new List<ulong>();
        foreach (var name in (string[])["bea", "carl", "dina"]) talkers.Add((await control.CreateUserAsync(name)).Id);
        foreach (var user in talkers.Append(zoe.Id)) await control.JoinAsync(guild.Id, user);
        await Polling.UntilAsync(async () => await grains.GetGrain<IGuildGrain>((long)guild.Id).GetProfileAsync() is { BotPresent: true }, Cancellation);
        return new TalkingGuild(control, grains, database) { Id = guild.Id, General = (await control.ChannelsAsync(guild.Id))[0].Id, Owner = owner.Id, Zoe = zoe.Id, Talkers = talkers };
    }

    /// <summary>The guild keeps text of the channels from now on, and the worker knows it.</summary>
    public async Task KeepAsync(DigestSettings settings)
    {
        var grain = _grains.GetGrain<IGuildDigestSettingsGrain>((long)Id);
        await Polling.UntilAsync(async () => (await grain.GetDigestChoicesAsync()).Channels.Count(c => settings.ChannelIds.Contains(c.Id)) == settings.ChannelIds.Count, Cancellation);
        (await grain.SaveDigestSettingsAsync(settings, (await grain.GetDigestSettingsAsync()).Version, Manager)).Should().BeOfType<SettingsSaved>();
        // The worker hears of it with the answer to what it sends next.
        await Polling.UntilAsync(async () =>
        {
            await SayAsync((ulong)settings.ChannelIds[0], Owner, "Is this thing on?");
            return await TextsAsync() != "";
        }, Cancellation);
        await HeardAsync();
        await _database.ExecuteAsync($"DELETE FROM message_texts WHERE guild_id = {Id}", Cancellation);
    }

    public Task KeepAsync(params ulong[] channels) => KeepAsync(DigestSettings.Usual with { ChannelIds = [.. channels.Select(c => (long)c)] });

    public async Task<ulong> SayAsync(ulong channel, ulong user, string text, DateTimeOffset? at = null, ulong? replyTo = null)
    {
        var said = await _control.PostAsync(channel, user, text, at, replyTo);
        _said++;
        return said.Id;
    }

    /// <summary>The talkers say the lines in turn; all is durable at the end.</summary>
    public async Task TalkAsync(ulong channel, IReadOnlyList<string> lines, DateTimeOffset? from = null)
    {
        foreach (var (i, line) in lines.Index()) await SayAsync(channel, Talkers[i % Talkers.Count], line, from?.AddSeconds(20 * i));
        await HeardAsync();
    }

    /// <summary>Until everything that was said is durable.</summary>
    public Task HeardAsync() => Polling.UntilAsync(
        async () => await _database.ScalarAsync<long>($"SELECT count(*) FROM messages WHERE guild_id = {Id}", Cancellation) >= _said, Cancellation);

    /// <summary>What is kept, in the order in which it was said.</summary>
    public async Task<string> TextsAsync() =>
        await _database.ScalarAsync<string>($"SELECT string_agg(text, '|' ORDER BY message_id) FROM message_texts WHERE guild_id = {Id}", Cancellation) ?? "";

    public Task UntilTextsAsync(string texts) => Polling.UntilAsync(async () => await TextsAsync() == texts, Cancellation);

    /// <summary>A channel that a role can read, and the bot.</summary>
    public async Task<(ulong Channel, ulong Role)> StaffAsync(ulong botId)
    {
        var role = await _control.CreateRoleAsync(Id, "Staff");
        var channel = await _control.CreateChannelAsync(Id, "staff");
        await _control.OverwriteAsync(
            channel.Id, new Overwrite(Id, false, 0, Permissions.ViewChannel), new Overwrite(role.Id, false, Permissions.ViewChannel, 0), new Overwrite(botId, true, Permissions.ViewChannel, 0));
        return (channel.Id, role.Id);
    }
}
