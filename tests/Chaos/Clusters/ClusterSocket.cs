using System.Net.Sockets;

namespace CommunityIntel.Chaos.Clusters;

/// <summary>
/// How a second terminal speaks to a running cluster: a socket in a folder that only this user may enter. One line asks; the
/// answer is lines of text, and a last one that says how it went.
/// </summary>
internal static class ClusterSocket
{
    private const string Good = "ok", Bad = "failed";

    private static string Folder => Path.Combine(Path.GetTempPath(), $"community-intel-cluster-{Environment.UserName}");

    private static string Address => Path.Combine(Folder, "control");

    /// <summary>Answers until cancelled, one question at a time. <paramref name="answer"/> throws to say that it did not work.</summary>
    public static async Task ServeAsync(Func<string, TextWriter, Task> answer, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("The processes are signalled as on Linux.");
        Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Delete(Address);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Address));
        listener.Listen();
        try
        {
            while (true)
            {
                using var socket = await listener.AcceptAsync(cancellation);
                await using var stream = new NetworkStream(socket);
                try
                {
                    await AnswerAsync(stream, answer, cancellation);
                }
                catch (IOException)
                {
                    // Who asked is gone.
                }
            }
        }
        finally
        {
            File.Delete(Address);
        }
    }

    /// <summary>Asks the running cluster; 0 when it worked.</summary>
    public static async Task<int> AskAsync(string question, TextWriter output, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Address), cancellation);
        }
        catch (SocketException)
        {
            await Console.Error.WriteLineAsync("No cluster is running: start one with ./dev cluster");
            return 1;
        }

        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream);
        await using var writer = new StreamWriter(stream) { AutoFlush = true };
        await writer.WriteLineAsync(question.AsMemory(), cancellation);
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            if (line is Good or Bad) return line == Good ? 0 : 1;
            output.WriteLine(line);
        }

        return 1;
    }

    private static async Task AnswerAsync(Stream stream, Func<string, TextWriter, Task> answer, CancellationToken cancellation)
    {
        using var reader = new StreamReader(stream);
        await using var writer = new StreamWriter(stream) { AutoFlush = true };
        if (await reader.ReadLineAsync(cancellation) is not { } question) return;
        try
        {
            await answer(question, writer);
            await writer.WriteLineAsync(Good);
        }
        catch (Exception e) when (e is not OperationCanceledException and not IOException)
        {
            // Whatever went wrong is the answer; the cluster stays up.
            await writer.WriteLineAsync(e.Message);
            await writer.WriteLineAsync(Bad);
        }
    }
}
