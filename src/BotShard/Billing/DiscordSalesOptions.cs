using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CommunityIntel.Domain.Billing;

namespace CommunityIntel.BotShard.Billing;

/// <summary>Section <c>Billing</c>, of which a worker needs what is sold in Discord.</summary>
public sealed class DiscordSalesOptions : IValidatableObject
{
    public const string Section = "Billing";

    /// <summary>Plan by SKU id, such as <c>Billing__DiscordSkus__1234567890123456789=Pro</c>. Empty: nothing is sold in Discord, and Discord is not asked.</summary>
    public IDictionary<string, string> DiscordSkus { get; } = new Dictionary<string, string>();

    /// <summary>How long after Discord told of a purchase its list is read, in milliseconds; what comes meanwhile is in the same reading. 0 to 60 000.</summary>
    public int DiscordReadDelayMs { get; set; } = 1_000;

    /// <summary>Guilds whose purchases this worker reads in a second at most. 0.1 to 40.</summary>
    public double DiscordReadsPerSecond { get; set; } = 2;

    /// <summary>How often everything that was bought is read, in seconds, so that no lost event counts for longer. 1 to 604 800.</summary>
    public int DiscordReviewSeconds { get; set; } = 12 * 60 * 60;

    public bool IsOn => DiscordSkus.Count > 0;

    /// <summary>From the lowest plan.</summary>
    public IReadOnlyList<SoldSku> Skus => [.. DiscordSkus.Select(s => new SoldSku(IdOf(s.Key) ?? 0, PlanOf(s.Value) ?? Plan.Free)).OrderBy(s => s.Plan).ThenBy(s => s.Id)];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (sku, plan) in DiscordSkus)
        {
            if (IdOf(sku) is null) yield return new($"{Section}:DiscordSkus must name SKUs by their ids, decimal numbers as Discord's developer portal shows them; “{sku}” is none.");
            if (PlanOf(plan) is null) yield return new($"{Section}:DiscordSkus:{sku} must be a plan that can be sold: {string.Join(", ", PlanTable.Plans.Where(p => p != Plan.Free))}.");
        }

        if (DiscordReadDelayMs is < 0 or > 60_000) yield return new($"{Section}:DiscordReadDelayMs must be between 0 and 60000.");
        if (DiscordReadsPerSecond is not (>= 0.1 and <= 40)) yield return new($"{Section}:DiscordReadsPerSecond must be between 0.1 and 40.");
        if (DiscordReviewSeconds is < 1 or > 604_800) yield return new($"{Section}:DiscordReviewSeconds must be between 1 and 604800.");
    }

    private static ulong? IdOf(string text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id is > 0 and <= long.MaxValue ? id : null;

    private static Plan? PlanOf(string text) => PlanTable.Plans.Where(p => p != Plan.Free && p.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)).Cast<Plan?>().FirstOrDefault();
}

/// <summary>A subscription on sale in Discord, and the plan that it gives a guild.</summary>
public readonly record struct SoldSku(ulong Id, Plan Plan);
