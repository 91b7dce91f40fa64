using CommunityIntel.Deployment.Manifests;

namespace CommunityIntel.Deployment.Rules;

/// <summary>What must hold between the objects of an overlay; each says what does not, one line per fault.</summary>
internal static class AllRules
{
    public static IEnumerable<string> Faults(ManifestSet set) =>
    [
        .. SelectorRules.Faults(set), .. PortRules.Faults(set), .. ScalingRules.Faults(set), .. SettingRules.Faults(set), .. NetworkRules.Faults(set),
        .. EndingRules.Faults(set), .. HardeningRules.Faults(set), .. ImageRules.Faults(set), .. SecretRules.Faults(set), .. DatabaseRules.Faults(set),
    ];
}
