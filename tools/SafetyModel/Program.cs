using System.Globalization;
using CommunityRealtime.Safety.Model;
using CommunityRealtime.SafetyModel;

// train --comments FILE.jsonl.gz --lines FOLDER --out FILE: prints how well a model that has not seen every fifth own line ranks
// these, then trains on all lines and writes the weights.
string? Value(string name) => args.SkipWhile(argument => argument != name).Skip(1).FirstOrDefault();
if (args is not ["train", ..] || Value("--comments") is not { } comments || Value("--lines") is not { } folder || Value("--out") is not { } path)
{
    await Console.Error.WriteLineAsync("train --comments FILE.jsonl.gz --lines FOLDER --out FILE");
    return 1;
}

TrainingLine[] own = [.. TrainingLines.OfRules().Concat(TrainingLines.OfFolder(folder)).DistinctBy(line => line.Text)];
TrainingLine[] everyday = [.. TrainingLines.OfComments(comments)];
var unseen = own.Where((_, index) => index % 5 == 4).ToArray();
var judge = new LinearModel(Trainer.Train(own.Except(unseen).Concat(everyday)));
var opinions = unseen.Select(line => (Line: line, Opinion: judge.Judge(line.Text))).ToArray();
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{own.Length} own lines ({own.Count(line => line.IsCrisis)} crisis, {own.Count(line => line.IsHarm)} harm), {everyday.Length} comments"));
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{unseen.Length} own lines kept apart ({unseen.Count(line => line.IsCrisis)} crisis, {unseen.Count(line => line.IsHarm)} harm): average precision crisis {Ranking.AveragePrecision(opinions.Select(pair => (pair.Opinion.Crisis, pair.Line.IsCrisis))):F3}, harm {Ranking.AveragePrecision(opinions.Select(pair => (pair.Opinion.Harm, pair.Line.IsHarm))):F3}"));

var file = Trainer.Train(own.Concat(everyday));
await File.WriteAllBytesAsync(path, file);
Console.WriteLine($"{path}: {file.Length} bytes, version {new LinearModel(file).Version}");
return 0;
