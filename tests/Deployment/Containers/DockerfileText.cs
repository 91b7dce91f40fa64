using System.Text.RegularExpressions;
using CommunityIntel.Lab;

namespace CommunityIntel.Deployment.Containers;

/// <summary>The Dockerfile, as far as it has to be understood to say what is wrong with it.</summary>
internal sealed partial class DockerfileText
{
    private static readonly string[] Wanted = ["silo", "bot", "web", "tools", "standalone", "emulator"];

    private readonly string[] _lines;
    private readonly List<(string Image, string Stage, List<string> Lines)> _stages = [];

    public DockerfileText(string text)
    {
        // A line that ends with a backslash goes on.
        _lines = [.. text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#')];
        foreach (var line in _lines)
        {
            if (From().Match(line) is { Success: true } from) _stages.Add((from.Groups[1].Value, from.Groups[2].Value, []));
            else if (_stages.Count > 0) _stages[^1].Lines.Add(line);
        }
    }

    public static DockerfileText Read() => new(File.ReadAllText(Path.Combine(Repository.Root, "Dockerfile")));

    public IEnumerable<string> Targets => _stages.Select(s => s.Stage);

    public IEnumerable<string> Faults() => [.. Targeting(), .. Pinning(), .. Syntax(), .. Users(), .. Checks(), .. Projects()];

    private IEnumerable<string> Targeting() => Wanted.Except(Targets).Select(t => $"there is no target {t}");

    // Of bases only: other stages are our own.
    private IEnumerable<string> Pinning() =>
        from line in _lines
        let argument = Argument().Match(line)
        where argument.Success && !PinnedTag().IsMatch(argument.Groups[2].Value)
        select $"{argument.Groups[1].Value} is not pinned: {argument.Groups[2].Value}";

    private IEnumerable<string> Syntax()
    {
        foreach (var (image, stage, _) in _stages.Where(s => !s.Image.StartsWith("${", StringComparison.Ordinal) && !Targets.Contains(s.Image))) yield return $"{stage} is made of {image}, which no argument names";
        foreach (var line in _lines)
        {
            if (line.Contains("<<", StringComparison.Ordinal)) yield return $"a heredoc, which buildah does not know: {line}";
            if (line.Contains("--link", StringComparison.Ordinal)) yield return $"--link, which buildah does not know: {line}";
        }
    }

    private IEnumerable<string> Users() =>
        Wanted.Where(Targets.Contains).Where(t => Chain(t).FirstOrDefault(l => l.StartsWith("USER ", StringComparison.Ordinal)) is not { } user || user is "USER root" or "USER 0").Select(t => $"{t} runs as root");

    private IEnumerable<string> Checks()
    {
        foreach (var target in Wanted.Where(Targets.Contains))
        {
            if (!Chain(target).Any(l => l.StartsWith("HEALTHCHECK ", StringComparison.Ordinal))) yield return $"{target} has no HEALTHCHECK";
            if (!Chain(target).Any(l => l.StartsWith("ENTRYPOINT [", StringComparison.Ordinal))) yield return $"{target} starts through a shell, which is not there, or not at all";
        }
    }

    // A project that is not restored in the layer of packages is restored for every change.
    private IEnumerable<string> Projects() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Repository.Root, f)).Where(f => !_lines.Contains($"COPY {f} {Path.GetDirectoryName(f)}/")).Order().Select(f => $"{f} is not copied before the restore");

    /// <summary>The lines of a stage and of those below it, the last ones first.</summary>
    private IEnumerable<string> Chain(string stage)
    {
        for (var at = _stages.FindIndex(s => s.Stage == stage); at >= 0; at = _stages.FindIndex(s => s.Stage == _stages[at].Image))
            foreach (var line in Enumerable.Reverse(_stages[at].Lines)) yield return line;
    }

    [GeneratedRegex(@"^FROM (?:--platform=\S+ )?(\S+) AS (\S+)$")]
    private static partial Regex From();

    [GeneratedRegex(@"^ARG (DOTNET_\w+)=(\S+)$")]
    private static partial Regex Argument();

    [GeneratedRegex(@":\d+\.\d+\.\d+")]
    private static partial Regex PinnedTag();
}
