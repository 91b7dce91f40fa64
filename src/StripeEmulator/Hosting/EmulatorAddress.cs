namespace CommunityIntel.StripeEmulator.Hosting;

/// <summary>Where the server listens, known once it has started; no slash at the end.</summary>
internal sealed class EmulatorAddress
{
    public string Http { get; set; } = "";
}
