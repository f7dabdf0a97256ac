using System.Text;
using System.Text.Json;
using CommunityRealtime.Safety;
using CommunityRealtime.SafetyEval;

// Standard input: one JSON string a line. Standard output: one judgement a line, in the same order.
// --rules DIR reads the rule files from a folder; --why adds the ids of the rules that decided; --speed measures time instead.
var folder = args.SkipWhile(argument => argument != "--rules").Skip(1).FirstOrDefault();
var explains = args.Contains("--why");
var files = folder is null ? RuleSafetyService.BuiltIn() : RuleFolder.Read(folder);

using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16);
if (args.Contains("--speed"))
{
    var messages = (await input.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<string>(line) ?? "");
    Speed.Measure(new RuleSafetyService(files), [.. messages], rounds: 15, output);
    return;
}

var judge = new Judge(files, explains);
while (await input.ReadLineAsync() is { } line)
{
    if (line.Length > 0)
    {
        var text = JsonSerializer.Deserialize<string>(line) ?? "";
        await output.WriteLineAsync(judge.Assess(text));
    }
}
