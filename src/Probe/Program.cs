// Asks the host in the same container whether it is ready. Images have neither a shell nor curl for their HEALTHCHECK.
// Usage: [ADDRESS], by default /health/ready on the first port of ASPNETCORE_HTTP_PORTS. Exit code 0 = ready.
const string usualPort = "8080";

var port = Environment.GetEnvironmentVariable("ASPNETCORE_HTTP_PORTS")?.Split(';', ',')[0] is { Length: > 0 } first ? first : usualPort;
var address = args is [var given] ? given : $"http://127.0.0.1:{port}/health/ready";
using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(4) };
try
{
    using var answer = await http.GetAsync(new Uri(address));
    return answer.IsSuccessStatusCode ? 0 : 1;
}
catch (Exception e) when (e is HttpRequestException or TaskCanceledException or UriFormatException)
{
    await Console.Error.WriteLineAsync($"{address}: {e.Message}");
    return 1;
}
