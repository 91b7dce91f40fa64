using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using CommunityIntel.DiscordEmulator.Billing;
using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Guilds;
using CommunityIntel.DiscordEmulator.Hosting;
using CommunityIntel.DiscordEmulator.Json;

namespace CommunityIntel.DiscordEmulator.Interactions;

/// <summary>Starts interactions and finds them again. The caller holds <see cref="World.Gate"/>.</summary>
public sealed class InteractionDesk(World world, Publisher publisher, CommandRoutes commands, Store store, DiscordEmulatorOptions options)
{
    /// <summary>Time for the first answer (Discord API reference, Receiving and Responding: 3 s).</summary>
    public static readonly TimeSpan FirstAnswer = TimeSpan.FromSeconds(3);

    /// <summary>Life of the token (15 minutes).</summary>
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(15);

    private const int Kept = 5000;
    private readonly Dictionary<ulong, Interaction> byId = [];
    private readonly Dictionary<string, Interaction> byToken = [];

    public Interaction? Find(ulong id) => byId.GetValueOrDefault(id);

    public Interaction? Find(string token) => byToken.GetValueOrDefault(token);

    /// <summary>A message that only <paramref name="user"/> sees.</summary>
    public Message? FindEphemeral(User user, ulong messageId) =>
        byId.Values.Where(i => i.User == user).SelectMany(i => i.Messages).FirstOrDefault(m => m.Id == messageId && (m.Flags & Message.Ephemeral) != 0);

    public bool IsExpired(Interaction interaction) => world.Now - interaction.CreatedAt > TokenLifetime;

    /// <summary>A user runs a slash command; <paramref name="dataOptions"/> is the raw <c>options</c> array or null.</summary>
    public bool TryRunCommand(User user, Channel channel, string name, JsonElement? dataOptions, [NotNullWhen(true)] out Interaction? interaction)
    {
        interaction = null;
        if (commands.Find(channel.Guild?.Id ?? 0, name) is not { } command) return false;
        var data = JsonText.Encode(json =>
        {
            json.WriteStartObject();
            json.Id("id", command.Id);
            json.WriteString("name", command.Name);
            json.WriteNumber("type", command.Type);
            if (command.GuildId is { } guild) json.Id("guild_id", guild);
            if (dataOptions is { ValueKind: JsonValueKind.Array } given)
            {
                json.Raw("options", given.GetRawText(), "[]");
                Resolve(json, channel, given);
            }
            json.WriteEndObject();
        });
        interaction = Start(Interaction.ApplicationCommand, user, channel, System.Text.Encoding.UTF8.GetString(data), name, source: null);
        return true;
    }

    public Interaction Start(int type, User user, Channel channel, string data, string? name, Message? source)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(48));
        var interaction = new Interaction(world.Ids.Next(), token, type, user, channel, world.Now) { Data = data, Name = name, Source = source };
        if (byId.Count > Kept) Forget();
        byId[interaction.Id] = interaction;
        byToken[token] = interaction;
        var created = JsonText.Encode(json => Write(json, interaction));
        publisher.Raw(channel.Guild?.Id ?? 0, DispatchName.InteractionCreate, created);
        return interaction;
    }

    private void Forget()
    {
        foreach (var old in byId.Values.OrderBy(i => i.Id).Take(Kept / 2).ToList())
        {
            byId.Remove(old.Id);
            byToken.Remove(old.Token);
        }
    }

    private void Write(Utf8JsonWriter json, Interaction interaction)
    {
        var (channel, guild) = (interaction.Channel, interaction.Channel.Guild);
        json.WriteStartObject();
        json.WriteNumber("version", 1);
        json.WriteNumber("type", interaction.Type);
        json.WriteString("token", interaction.Token);
        json.Id("id", interaction.Id);
        json.Id("application_id", options.ClientId);
        json.Id("channel_id", channel.Id);
        json.WritePropertyName("channel");
        json.Channel(channel);
        json.WriteString("locale", interaction.User.Locale);
        var held = store.Held(interaction.User.Id, guild?.Id);
        json.Array("entitlements", held, (to, one) => to.Entitlement(one, options.ClientId));
        json.Array("entitlement_sku_ids", held.Select(e => e.SkuId).Distinct(), static (to, id) => to.IdValue(id));
        json.WriteNumber("attachment_size_limit", 10 << 20);
        json.Raw("data", interaction.Data, "{}");
        if (interaction.Source is { } source)
        {
            json.WritePropertyName("message");
            json.Message(source, blank: false, "");
        }
        json.WriteStartObject("authorizing_integration_owners");
        json.Id("0", guild?.Id ?? 0);
        json.WriteEndObject();
        json.WriteNumber("context", guild is null ? 1 : 0);
        if (guild is null)
        {
            json.WriteString("app_permissions", Permissions.Everyone.ToString(CultureInfo.InvariantCulture));
            json.WritePropertyName("user");
            json.User(interaction.User);
        }
        else GuildFields(json, interaction, guild);
        json.WriteEndObject();
    }

    private void GuildFields(Utf8JsonWriter json, Interaction interaction, Guild guild)
    {
        json.Id("guild_id", guild.Id);
        json.WriteString("guild_locale", guild.PreferredLocale);
        json.WriteStartObject("guild");
        json.Id("id", guild.Id);
        json.WriteString("locale", guild.PreferredLocale);
        json.Array("features", ["COMMUNITY"], static (to, feature) => to.WriteStringValue(feature));
        json.WriteEndObject();
        json.WriteString("app_permissions", guild.BotPermissions(interaction.Channel, world.Bot.Id, world.Now).ToString(CultureInfo.InvariantCulture));
        if (!guild.Members.TryGetValue(interaction.User.Id, out var member)) return;
        json.WriteStartObject("member");
        json.WritePropertyName("user");
        json.User(member.User);
        json.MemberFields(member);
        json.WriteString("permissions", Permissions.InChannel(guild, interaction.Channel, member, world.Now).ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    // Users, roles and channels named by options (types 6, 8, 7), at any depth.
    private void Resolve(Utf8JsonWriter json, Channel channel, JsonElement given)
    {
        var values = Leaves(given).ToList();
        var users = values.Where(v => v.Type is 6 or 9 && world.Users.ContainsKey(v.Id)).Select(v => v.Id).Distinct().ToList();
        var roles = values.Where(v => v.Type is 8 or 9 && channel.Guild?.Roles.ContainsKey(v.Id) == true).Select(v => v.Id).Distinct().ToList();
        var channels = values.Where(v => v.Type == 7 && world.Channels.ContainsKey(v.Id)).Select(v => v.Id).Distinct().ToList();
        if (users.Count + roles.Count + channels.Count == 0) return;
        json.WriteStartObject("resolved");
        Map("users", users, id => json.User(world.Users[id]));
        Map("members", users.Where(id => channel.Guild?.Members.ContainsKey(id) == true), id => json.Member(channel.Guild!.Members[id], user: false));
        Map("roles", roles, id => json.Role(channel.Guild!.Roles[id]));
        Map("channels", channels, id => json.Channel(world.Channels[id]));
        json.WriteEndObject();

        void Map(string name, IEnumerable<ulong> ids, Action<ulong> write)
        {
            json.WriteStartObject(name);
            foreach (var id in ids)
            {
                json.WritePropertyName(id.ToString(CultureInfo.InvariantCulture));
                write(id);
            }
            json.WriteEndObject();
        }
    }

    private static IEnumerable<(int Type, ulong Id)> Leaves(JsonElement options)
    {
        foreach (var option in options.EnumerateArray())
        {
            if (option.TryGetProperty("options", out var nested))
                foreach (var leaf in Leaves(nested))
                    yield return leaf;
            if (option.TryGetProperty("type", out var type) && option.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.String
                && ulong.TryParse(value.GetString(), out var id))
                yield return (type.GetInt32(), id);
        }
    }
}
