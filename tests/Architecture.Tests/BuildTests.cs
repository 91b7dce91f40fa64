using System.Diagnostics;
using CommunityIntel.Lab;

namespace CommunityIntel.Architecture.Tests;

/// <summary>What a build and what a published host brings.</summary>
public sealed class BuildTests
{
    [Fact]
    public void A_build_copies_native_code_for_this_machine_alone()
    {
        Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "runtimes"))
            .Where(system => Directory.Exists(Path.Combine(system, "native"))).Select(Path.GetFileName)
            .Should().ContainSingle("a copy for every system is 600 MB in each of eighteen programs, and fills small disks");
    }

    [Theory]
    [InlineData("-p:RuntimeIdentifier=linux-x64", "true", "a worker or silo that is restarted from an image is there in half the time")]
    [InlineData("-p:RuntimeIdentifier=", "", "a build would take minutes longer")]
    public async Task What_is_published_for_one_system_is_compiled_ahead_and_a_build_is_not(string system, string expected, string because)
    {
        foreach (var host in new[] { "Silo", "BotShard", "Web", "Standalone" })
        {
            var project = Path.Combine(Repository.Root, "src", host, $"{host}.csproj");
            using var msbuild = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", project, system, "-getProperty:PublishReadyToRun"]) { RedirectStandardOutput = true })!;
            (await msbuild.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim().Should().Be(expected, because);
        }
    }
}
