using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CommunityIntel.Architecture.Tests;

/// <summary>Who may know whom: Domain and Discord know nobody, and only Storage speaks SQL.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["Domain"] = [],
        ["GrainInterfaces"] = ["Domain"],
        ["Storage"] = ["Domain"],
        ["Grains"] = ["Domain", "GrainInterfaces", "Storage", "LanguageModels", "Payments"],
        ["Discord"] = [],
        ["Languages"] = [],
        ["RankCards"] = [],
        ["LanguageModels"] = [],
        ["Payments"] = ["Domain"],
        ["ClusterClient"] = ["Telemetry"],
        ["BotShard"] = ["Domain", "GrainInterfaces", "ClusterClient", "Discord", "Languages", "RankCards", "Telemetry"],
        ["Web"] = ["Domain", "GrainInterfaces", "ClusterClient", "Discord", "Languages", "Payments", "Telemetry"],
        ["DiscordEmulator"] = [],
        ["StripeEmulator"] = [],
        ["Probe"] = [],
        ["Telemetry"] = ["Domain", "GrainInterfaces"],
        ["Tools"] = ["Domain", "Payments", "Storage", "Grains"],
        ["Silo"] = ["Domain", "GrainInterfaces", "Storage", "Grains", "LanguageModels", "Payments", "Telemetry"],
        ["Standalone"] = ["Domain", "GrainInterfaces", "Storage", "Grains", "Discord", "Languages", "RankCards", "LanguageModels", "Payments", "ClusterClient", "BotShard", "Web", "DiscordEmulator", "StripeEmulator", "Silo", "Telemetry"],
    };

    public static TheoryData<string> Products => [.. MayKnow.Keys];

    [Fact]
    public void Every_product_project_has_a_row_in_the_table()
    {
        Project.OfProduct.Select(project => project.Name).Should().BeEquivalentTo(MayKnow.Keys);
    }

    [Theory, MemberData(nameof(Products))]
    public void A_project_references_only_what_it_may_know(string name)
    {
        Named(name).Projects.Should().BeSubsetOf(MayKnow[name]);
    }

    [Theory, MemberData(nameof(Products))]
    public void An_assembly_uses_only_what_its_project_may_know(string name)
    {
        var assembly = Named(name).Assembly;
        Assert.SkipUnless(File.Exists(assembly), $"{name} is not built.");

        References(assembly).Where(it => it.StartsWith("CommunityIntel.", StringComparison.Ordinal))
            .Select(it => it["CommunityIntel.".Length..]).Should().BeSubsetOf(MayKnow[name]);
    }

    [Fact]
    public void Domain_uses_no_package_but_analyzers()
    {
        Named("Domain").Packages.Should().OnlyContain(package => (string?)package.Attribute("PrivateAssets") == "all");
    }

    [Fact]
    public void Domain_uses_nothing_but_the_runtime()
    {
        var assembly = Named("Domain").Assembly;
        Assert.SkipUnless(File.Exists(assembly), "Domain is not built.");

        References(assembly).Should().OnlyContain(reference => reference.StartsWith("System.", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_Storage_speaks_SQL()
    {
        string[] words = ["NpgsqlCommand", "NpgsqlConnection ", "NpgsqlBatch", ".CreateCommand(", ".BeginBinaryImport"];

        // Web servers read cookies also while the cluster is away: docs/decisions/0016-sign-in-keys.md.
        Sources.Under("src", ".cs", ".razor")
            .Where(file => !file.StartsWith("src/Storage/", StringComparison.Ordinal) && words.Any(Sources.Text(file).Contains))
            .Should().Equal("src/Web/SignIn/SignInKeys.cs");
    }

    [Fact]
    public void Web_knows_Discords_REST_but_not_its_gateway()
    {
        Sources.Under("src/Web", ".cs", ".razor").Where(file => Sources.Text(file).Contains("CommunityIntel.Discord.Gateway", StringComparison.Ordinal))
            .Should().BeEmpty();
    }

    [Fact]
    public void Every_package_version_is_central()
    {
        Project.All.SelectMany(project => project.Packages.Where(package => package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null)
                .Select(package => $"{project.File}: {package.Attribute("Include")?.Value}"))
            .Should().BeEmpty();
    }

    private static Project Named(string name) => Project.OfProduct.Single(project => project.Name == name);

    private static List<string> References(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
