using System.Globalization;
using System.Text;

namespace CommunityRealtime.TestSupport.Redis;

/// <summary>Just enough of Redis' protocol to ask one question, without the client that is under test.</summary>
internal static class RedisWire
{
    public static async Task<string> AskAsync(Stream stream, string[] command, CancellationToken cancellationToken)
    {
        var question = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"*{command.Length}\r\n"));
        foreach (var part in command)
        {
            question.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(part)}\r\n{part}\r\n");
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes(question.ToString()), cancellationToken);
        return await ReadAsync(new BufferedStream(stream), cancellationToken);
    }

    private static async Task<string> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = await ReadLineAsync(stream, cancellationToken);
        var rest = line[1..];
        switch (line[0])
        {
            case '-':
                throw new InvalidOperationException($"Redis answered: {rest}");
            case '$' when Number(rest) < 0:
                return string.Empty;
            case '$':
                var bytes = new byte[Number(rest) + 2];
                await stream.ReadExactlyAsync(bytes, cancellationToken);
                return Encoding.UTF8.GetString(bytes, 0, bytes.Length - 2);
            case '*':
                var parts = new List<string>();
                for (var left = Number(rest); left > 0; left--)
                {
                    parts.Add(await ReadAsync(stream, cancellationToken));
                }

                return string.Join('\n', parts);
            default:
                return rest;
        }
    }

    private static async Task<string> ReadLineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (true)
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            if (one[0] == (byte)'\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
