using CommunityIntel.Deployment.Containers;
using CommunityIntel.Lab;
using YamlDotNet.Core;

namespace CommunityIntel.Deployment.Tests;

public sealed class ContainerTests
{
    private static readonly string Dockerfile = File.ReadAllText(Path.Combine(Repository.Root, "Dockerfile"));
    private static readonly string Example = File.ReadAllText(Path.Combine(Repository.Root, ".env.example"));

    [Fact]
    public void The_Dockerfile_makes_an_image_for_each_host_and_buildah_can_read_it()
    {
        new DockerfileText(Dockerfile).Faults().Should().BeEmpty();
    }

    [Theory]
    [InlineData("USER $APP_UID\n", "", "silo runs as root")]
    [InlineData("USER $APP_UID\n", "USER root\n", "silo runs as root")]
    [InlineData("sdk:10.0.401-noble", "sdk:10.0", "DOTNET_SDK is not pinned")]
    [InlineData("FROM ${DOTNET_ASPNET} AS runtime", "FROM mcr.microsoft.com/dotnet/aspnet:10.0.12 AS runtime", "which no argument names")]
    [InlineData("AS standalone", "AS everything", "there is no target standalone")]
    [InlineData("COPY sql sql", "COPY --link sql sql", "--link")]
    [InlineData("RUN for host in Standalone", "RUN <<EOF\nfor host in Standalone", "a heredoc")]
    [InlineData("COPY src/Probe/Probe.csproj src/Probe/\n", "", "src/Probe/Probe.csproj is not copied before the restore")]
    [InlineData("HEALTHCHECK --interval", "LABEL --interval", "silo has no HEALTHCHECK")]
    [InlineData("ENTRYPOINT [\"dotnet\", \"CommunityIntel.Web.dll\"]", "ENTRYPOINT dotnet CommunityIntel.Web.dll", "web starts through a shell")]
    public void A_mistake_in_the_Dockerfile_is_found(string old, string put, string told)
    {
        Dockerfile.Should().Contain(old);
        new DockerfileText(Dockerfile.Replace(old, put, StringComparison.Ordinal)).Faults().Should().Contain(f => f.Contains(told, StringComparison.Ordinal));
    }

    [Theory, InlineData("compose.yaml"), InlineData("compose.demo.yaml")]
    public void A_compose_file_is_sound(string name)
    {
        ComposeFile.Read(name).Faults().Should().BeEmpty();
    }

    [Fact]
    public void The_example_of_settings_has_what_compose_needs_names_that_are_read_and_no_secret()
    {
        ComposeFile.Read("compose.yaml").FaultsOf(Example).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Silo__Migrate:", "Silo__Migrat:", "silo: nobody reads Silo__Migrat")]
    [InlineData("postgres:15.18-bookworm", "postgres:latest", "is not pinned")]
    [InlineData("community-intel/web:0.1.0", "community-intel/web:0.0.1", "is not of version")]
    [InlineData("\"127.0.0.1:${WEB_PORT", "\"${WEB_PORT", "is open to everybody")]
    [InlineData("stop_grace_period: 75s", "stop_grace_period: 30s", "silo: is killed before it has ended")]
    [InlineData("schema: {condition", "schemas: {condition", "waits for schemas, which is not there")]
    [InlineData("cap_drop: [ALL]", "cap_drop: []", "keeps capabilities")]
    [InlineData("read_only: true", "read_only: false", "may write into its image")]
    public void A_mistake_in_the_compose_file_is_found(string old, string put, string told)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "compose.yaml"));
        text.Should().Contain(old);
        new ComposeFile(text.Replace(old, put, StringComparison.Ordinal)).Faults().Should().Contain(f => f.Contains(told, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Discord__Token=", "Discord__Tokens=", "nobody reads Discord__Tokens")]
    [InlineData("Discord__Token=", "Discord__Token=abc", "Discord__Token is written down")]
    [InlineData("POSTGRES_PASSWORD=", "PASSWORD=", "POSTGRES_PASSWORD is not in the example")]
    public void A_mistake_in_the_example_of_settings_is_found(string old, string put, string told)
    {
        ComposeFile.Read("compose.yaml").FaultsOf(Example.Replace(old, put, StringComparison.Ordinal)).Should().Contain(f => f.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_that_is_there_twice_is_refused()
    {
        FluentActions.Invoking(() => new ComposeFile("services: {}\nservices: {}\n")).Should().Throw<YamlException>();
    }
}
