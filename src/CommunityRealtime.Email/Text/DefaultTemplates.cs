namespace CommunityRealtime.Email.Text;

/// <summary>The words this package brings.</summary>
internal static class DefaultTemplates
{
    private const string Subject = "[{level}] {reason}";

    public static Dictionary<string, CrisisEmailTemplate> Create() => new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = English(),
        ["es"] = Spanish(),
        ["fr"] = French(),
        ["de"] = German(),
        ["pt"] = Portuguese(),
    };

    private static CrisisEmailTemplate English() => Template(
        """
        {reason}.

        Level: {level}
        Waiting for: {waiting}
        Since: {raised_at}
        Community: {community}
        Case: {case_id}
        Contacts called before: {step}
        Open the case: {link}

        To protect the person, this mail holds neither the message nor the name.
        It was sent automatically; nobody reads replies.
        """,
        ["none", "passive", "active", "acute"],
        [
            "A crisis case is waiting",
            "A crisis case has become more serious",
            "A crisis case is still waiting: nobody has acknowledged it",
            "Nobody has acknowledged a crisis case: you are the next contact",
            "Nobody is on duty for a crisis case",
            "A crisis case is open again",
        ]);

    private static CrisisEmailTemplate Spanish() => Template(
        """
        {reason}.

        Nivel: {level}
        Tiempo de espera: {waiting}
        Desde: {raised_at}
        Comunidad: {community}
        Caso: {case_id}
        Contactos avisados antes: {step}
        Abrir el caso: {link}

        Para proteger a la persona, este correo no contiene ni el mensaje ni el nombre.
        Se ha enviado automáticamente; nadie lee las respuestas.
        """,
        ["ninguno", "pasivo", "activo", "agudo"],
        [
            "Un caso de crisis está esperando",
            "Un caso de crisis se ha agravado",
            "Un caso de crisis sigue esperando: nadie lo ha aceptado",
            "Nadie ha aceptado un caso de crisis: usted es el siguiente contacto",
            "No hay nadie de guardia para un caso de crisis",
            "Un caso de crisis se ha reabierto",
        ]);

    private static CrisisEmailTemplate French() => Template(
        """
        {reason}.

        Niveau : {level}
        Temps d’attente : {waiting}
        Depuis : {raised_at}
        Communauté : {community}
        Cas : {case_id}
        Contacts prévenus avant : {step}
        Ouvrir le cas : {link}

        Pour protéger la personne, ce courriel ne contient ni le message ni le nom.
        Il a été envoyé automatiquement ; personne ne lit les réponses.
        """,
        ["aucun", "passif", "actif", "aigu"],
        [
            "Un cas de crise attend",
            "Un cas de crise s’est aggravé",
            "Un cas de crise attend toujours : personne ne l’a pris en charge",
            "Personne n’a pris en charge un cas de crise : vous êtes le contact suivant",
            "Personne n’est de garde pour un cas de crise",
            "Un cas de crise est rouvert",
        ]);

    private static CrisisEmailTemplate German() => Template(
        """
        {reason}.

        Stufe: {level}
        Wartezeit: {waiting}
        Seit: {raised_at}
        Community: {community}
        Fall: {case_id}
        Vorher gerufene Kontakte: {step}
        Fall öffnen: {link}

        Zum Schutz der Person enthält diese Mail weder die Nachricht noch den Namen.
        Sie wurde automatisch gesendet; Antworten liest niemand.
        """,
        ["keine", "passiv", "aktiv", "akut"],
        [
            "Ein Krisenfall wartet",
            "Ein Krisenfall ist ernster geworden",
            "Ein Krisenfall wartet noch: Niemand hat ihn übernommen",
            "Niemand hat einen Krisenfall übernommen: Sie sind der nächste Kontakt",
            "Für einen Krisenfall ist niemand im Dienst",
            "Ein Krisenfall ist wieder offen",
        ]);

    private static CrisisEmailTemplate Portuguese() => Template(
        """
        {reason}.

        Nível: {level}
        Tempo de espera: {waiting}
        Desde: {raised_at}
        Comunidade: {community}
        Caso: {case_id}
        Contatos avisados antes: {step}
        Abrir o caso: {link}

        Para proteger a pessoa, este e-mail não contém nem a mensagem nem o nome.
        Foi enviado automaticamente; ninguém lê as respostas.
        """,
        ["nenhum", "passivo", "ativo", "agudo"],
        [
            "Um caso de crise está à espera",
            "Um caso de crise agravou-se",
            "Um caso de crise continua à espera: ninguém o aceitou",
            "Ninguém aceitou um caso de crise: você é a próxima pessoa da lista",
            "Ninguém está de serviço para um caso de crise",
            "Um caso de crise foi reaberto",
        ]);

    /// <summary>Levels and reasons in the order of their enums.</summary>
    private static CrisisEmailTemplate Template(string body, string[] levels, string[] reasons)
    {
        var template = new CrisisEmailTemplate { Subject = Subject, Body = body };
        foreach (var (level, word) in Enum.GetValues<CrisisLevel>().Zip(levels))
        {
            template.Levels[level] = word;
        }

        foreach (var (kind, sentence) in Enum.GetValues<CrisisNoticeKind>().Zip(reasons))
        {
            template.Reasons[kind] = sentence;
        }

        return template;
    }
}
