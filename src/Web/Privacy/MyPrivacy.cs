using CommunityIntel.GrainInterfaces.Privacy;
using CommunityIntel.Web.Guilds;

namespace CommunityIntel.Web.Privacy;

/// <summary>
/// A person's own choices and data. The id is the one of whoever is signed in, never one from an address or a form: nobody can
/// ask for, or change, what is somebody else's.
/// </summary>
public sealed class MyPrivacy(IClusterClient cluster)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public Task<GuildReading<MemberPrivacy>> GetAsync(long userId) => TryAsync(userId, person => person.GetAsync());

    public Task<GuildReading<MemberPrivacy>> ChooseAsync(long userId, MemberChoices choice, bool isOn) => TryAsync(userId, person => person.ChooseAsync(choice, isOn));

    public Task<GuildReading<MemberPrivacy>> RequestDeletionAsync(long userId) => TryAsync(userId, person => person.RequestDeletionAsync());

    public Task<GuildReading<MemberPrivacy>> CancelDeletionAsync(long userId) => TryAsync(userId, person => person.CancelDeletionAsync());

    /// <summary>Everything that is stored of the person, a piece at a time.</summary>
    public IAsyncEnumerable<byte[]> ExportAsync(long userId, CancellationToken cancellation) => Person(userId).ExportAsync(cancellation);

    private IMemberPrivacyGrain Person(long userId) => cluster.GetGrain<IMemberPrivacyGrain>(userId);

    private async Task<GuildReading<MemberPrivacy>> TryAsync(long userId, Func<IMemberPrivacyGrain, Task<MemberPrivacy>> question)
    {
        try
        {
            return new(await question(Person(userId)).WaitAsync(Patience), GuildOutage.None);
        }
        catch (Exception outage) when (GuildCalls.IsOutage(outage))
        {
            return new(default, GuildOutage.NoAnswer);
        }
    }
}
