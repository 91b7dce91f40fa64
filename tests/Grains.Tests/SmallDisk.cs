using System.Diagnostics;

namespace CommunityIntel.Grains.Tests;

/// <summary>A file system of a few megabytes in memory, to be filled. Needs the right to mount; a test without it skips.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _mount;

    private SmallDisk(string mount) => _mount = mount;

    /// <summary>A folder on it that does not exist yet.</summary>
    public string Folder => Path.Combine(_mount, "postgres");

    private string Ballast => Path.Combine(_mount, "ballast");

    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        var mount = Directory.CreateTempSubdirectory("small-disk-").FullName;
        var mounted = await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=755", "tmpfs", mount);
        if (!mounted) Directory.Delete(mount);
        Assert.SkipUnless(mounted, "this account may not mount a file system");
        return new SmallDisk(mount);
    }

    /// <summary>Leaves no byte.</summary>
    public void Fill()
    {
        using var file = File.Create(Ballast);
        var block = new byte[64 * 1024];
        try
        {
            while (true) file.Write(block);
        }
        catch (IOException)
        {
        }
    }

    public void Free() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "-l", _mount);
        Directory.Delete(_mount);
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
