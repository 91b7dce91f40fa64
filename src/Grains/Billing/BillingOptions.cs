using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CommunityIntel.Domain.Billing;
using CommunityIntel.Payments;

namespace CommunityIntel.Grains.Billing;

/// <summary>Section <c>Billing</c>: what is sold, and where. Without anything every guild may use everything.</summary>
public sealed class BillingOptions : IValidatableObject
{
    public const string Section = "Billing";

    /// <summary>SKUs of the application in Discord that give a guild a plan: <c>Billing__DiscordSkus__1234567890=Pro</c>.</summary>
    public Dictionary<string, Plan> DiscordSkus { get; } = [];

    public StripeOptions Stripe { get; set; } = new();

    public bool IsSold => Stripe.IsConfigured || DiscordSkus.Count > 0;

    public Plan? PlanOf(long skuId) => DiscordSkus.TryGetValue(skuId.ToString(CultureInfo.InvariantCulture), out var plan) ? plan : null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (sku, plan) in DiscordSkus)
            if (!long.TryParse(sku, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id <= 0 || plan is Plan.Free || !Enum.IsDefined(plan))
                yield return new ValidationResult($"Billing:DiscordSkus:{sku} must be the id of a SKU with Pro, Business or Enterprise", [nameof(DiscordSkus)]);
    }
}
