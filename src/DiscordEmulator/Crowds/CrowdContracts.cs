namespace CommunityIntel.DiscordEmulator.Crowds;

/// <summary>A steady, mixed load through the simulated world: what is said can be fetched by REST, who is there can be asked.</summary>
/// <param name="Guilds">Guilds of their own, spread over the shards; every third one speaks French.</param>
/// <param name="Zipf">Exponent of the guilds' shares; 0 makes them equal.</param>
/// <param name="UsersPerGuild">People of a guild, of whom two thirds are members at the start.</param>
/// <param name="Rate">Events a second over all guilds; 0 only founds the guilds.</param>
/// <param name="Seed">Same seed, same guilds and the same n-th event.</param>
/// <param name="VoiceShare">Part of the events that are voice joins, moves and leaves.</param>
/// <param name="MemberShare">Part of the events that are joins and leaves of members.</param>
public sealed record CrowdRequest(int Guilds = 200, double Zipf = 1, int UsersPerGuild = 60, double Rate = 0, int Seed = 1, double VoiceShare = 0.12, double MemberShare = 0.04);

public sealed record CrowdRate(double Rate);

/// <param name="Events">Acts so far; an act may be two dispatches.</param>
/// <param name="Skipped">Acts that were due and left out, because this machine did not keep up.</param>
public sealed record CrowdProgress(int Guilds, double Rate, long Events, long Skipped);
