using System.Text;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Privacy;

namespace CommunityIntel.Web.Tests;

/// <summary>People's choices in memory. The stranger's are out of reach.</summary>
public sealed class ScriptedMemberPrivacy : Grain, IMemberPrivacyGrain
{
    public const long OutOfReach = 4;

    private static readonly DateTimeOffset Asked = new(2026, 11, 29, 14, 5, 0, TimeSpan.Zero);
    private MemberPrivacy _now = new(MemberChoices.None, null, null, null);

    public Task<MemberPrivacy> GetAsync() => Answer(_now);

    public Task<MemberPrivacy> ChooseAsync(MemberChoices choice, bool isOn) =>
        Answer(_now with { Choices = isOn ? _now.Choices | choice : _now.Choices & ~choice, ChangedAt = Asked });

    public Task<MemberPrivacy> RequestDeletionAsync() => Answer(_now with { DeletionRequestedAt = Asked, DeletionDueAt = Asked.AddHours(24) });

    public Task<MemberPrivacy> CancelDeletionAsync() => Answer(_now with { DeletionRequestedAt = null, DeletionDueAt = null });

    public async IAsyncEnumerable<byte[]> ExportAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Answer(_now);
        yield return Encoding.UTF8.GetBytes("{\"user_id\":");
        yield return Encoding.UTF8.GetBytes($"\"{this.GetPrimaryKeyLong()}\"}}");
    }

    private Task<MemberPrivacy> Answer(MemberPrivacy now) =>
        this.GetPrimaryKeyLong() == OutOfReach ? throw new StorageUnavailableException("scripted") : Task.FromResult(_now = now);
}
