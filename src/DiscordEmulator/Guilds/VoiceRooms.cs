using System.Globalization;
using CommunityIntel.DiscordEmulator.Gateway;
using CommunityIntel.DiscordEmulator.Json;

namespace CommunityIntel.DiscordEmulator.Guilds;

/// <summary>Who is in which voice channel, with VOICE_STATE_UPDATE. The caller holds <see cref="World.Gate"/>.</summary>
public sealed class VoiceRooms(World world, Publisher publisher)
{
    /// <summary>Joins, or moves when already in another channel.</summary>
    public void Enter(Guild guild, ulong userId, ulong channelId, long timestamp = 0)
    {
        if (guild.VoiceStates.TryGetValue(userId, out var state))
        {
            if (state.ChannelId == channelId) return;
            state.ChannelId = channelId;
        }
        else
        {
            state = new VoiceState(userId, channelId, world.Ids.Next().ToString("x", CultureInfo.InvariantCulture).PadLeft(32, '0'));
            guild.VoiceStates[userId] = state;
        }
        Publish(guild, state, state.ChannelId, timestamp);
    }

    /// <summary>False when the user is in no voice channel.</summary>
    public bool Set(Guild guild, ulong userId, bool? selfMute, bool? selfDeaf, long timestamp = 0)
    {
        if (!guild.VoiceStates.TryGetValue(userId, out var state)) return false;
        state.SelfMute = selfMute ?? state.SelfMute;
        state.SelfDeaf = selfDeaf ?? state.SelfDeaf;
        Publish(guild, state, state.ChannelId, timestamp);
        return true;
    }

    public bool Leave(Guild guild, ulong userId, long timestamp = 0)
    {
        if (!guild.VoiceStates.Remove(userId, out var state)) return false;
        Publish(guild, state, channelId: null, timestamp);
        return true;
    }

    private void Publish(Guild guild, VoiceState state, ulong? channelId, long timestamp) =>
        publisher.ToGuild(guild, DispatchName.VoiceStateUpdate, (guild, state, channelId), static (json, x) =>
            json.Voice(x.state, x.channelId, x.guild.Members.GetValueOrDefault(x.state.UserId), x.guild.Id), timestamp);
}
