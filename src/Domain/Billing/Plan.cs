namespace CommunityIntel.Domain.Billing;

/// <summary>What a guild may use; the higher number has all that the lower has. Numbers are stored.</summary>
public enum Plan
{
    Free = 0,
    Pro = 1,
    Business = 2,
    Enterprise = 3,
}

/// <summary>How often a subscription is paid. Numbers are stored.</summary>
public enum BillingInterval
{
    Month = 0,
    Year = 1,
}
