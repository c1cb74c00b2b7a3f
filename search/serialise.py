"""An answer as JSON: the same for /api/find and `manage.py find --json`."""


def as_json(response):
    """A SearchResponse as plain data. `hits` are those of the page, best first."""
    understood = response.understood
    return {
        "total": response.total,
        "organisations_total": response.organisations_total,
        "page": response.page,
        "pages": response.pages,
        "understood": {
            "typed": understood.typed,
            "corrected": understood.corrected,
            "place": understood.place,
            "needs": [{"slug": need.slug, "name": need.name} for need in understood.needs],
            "words": [term.typed for term in understood.terms],
            "sensitive": understood.sensitive,
        },
        "where": _where(response.where),
        "radius_km": response.radius_km,
        "widened": response.widened,
        "relaxed": response.relaxed,
        "unmentioned": response.unmentioned,
        "crisis": response.crisis,
        "crisis_topics": sorted(understood.crisis),
        "hits": [hit_as_json(hit) for hit in sorted(response.hits, key=lambda hit: hit.rank)],
        "promoted": [hit_as_json(hit) for hit in response.promoted],
        "phone_and_online": [hit_as_json(hit) for hit in response.phone_and_online],
        "elsewhere": [
            {**hit_as_json(other.hit), "serves": list(other.serves)} for other in response.elsewhere
        ],
        "hubs": [_hub(hub) for hub in response.hubs],
        "access_points": [
            {"uid": point.uid, "name": point.name, "url": point.url, "summary": point.summary}
            for point in response.access_points
        ],
        "engine": response.engine,
        "unavailable": response.unavailable,
    }


def hit_as_json(hit):
    return {
        "uid": str(hit.uid),
        "source_id": hit.source_id,
        "name": hit.name,
        "organisation": hit.organisation,
        "summary": hit.summary,
        "url": hit.url,
        "score": hit.score,
        "distance_km": hit.distance_km,
        "point": hit.point,
        "place": hit.place,
        "serves_everywhere": hit.serves_everywhere,
        "open": hit.open_state,
        "open_words": hit.open_words,
        "why": [{"kind": reason.kind, "text": reason.text} for reason in hit.why],
    }


def _where(where):
    if where is None:
        return None
    return {
        "typed": where.typed,
        "found": where.found,
        "label": where.label,
        "kind": where.kind,
        "message": where.message,
        "choices": [choice.label for choice in where.alternatives],
    }


def _hub(hub):
    return {
        "uid": hub.uid,
        "name": hub.name,
        "url": hub.url,
        "distance_km": hub.distance_km,
        "open": hub.open_state,
        "open_words": hub.open_words,
    }
