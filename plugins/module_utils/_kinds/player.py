# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Players: appearance and behavior of the embedded player."""

from __future__ import annotations

from .._core.fields.file import InlineFile
from .._core.fields.free import FreeItems, FreeParts
from .._core.fields.scalar import Text
from .._core.kind import Kind, Routes
from .._core.values import type_in_words

_FLAGS = """
    airplay_button allow_original audio_only_option audio_tracks_button autopause autoplay autoswitch_button buttons_bar
    chat_button chat_in_fullscreen chromecast_button context_menu_about control_bar control_bar_visible_on_load controls
    custom_logo data_tracking download enable_default_subtitle fullscreen fullscreen_button go_fullscreen_on_play
    go_fullscreen_on_unmute hotkeys_control keyboard_shortcuts live_viewers_counter loop mouse_click_control muted
    next_button picture_in_picture pip_button play_button play_on_cursor playback_rate playback_speed_button
    playback_speed_menu playinline playlist_button playlist_menu_visible_on_load playsinline prev_button
    preview_play_button rotate_to_fullscreen seo_metadata settings_button share show_download_links
    show_number_live_viewers show_time subtitles_button subtitles_search timeline timeline_history title_subtitle
    title_subtitle_visible_on_load video_preload volume_button watermark_enabled
"""
_NUMBERS = "corner_rounding default_video_quality volume watermark_frequency watermark_size"
_TEXTS = """
    brand_color call_to_action_background_url call_to_action_button_text call_to_action_button_url
    call_to_action_description call_to_action_link_text call_to_action_link_url call_to_action_title color endscreen
    fullscreen_fallback logo_title logo_url preload quality watermark_color watermark_text watermark_type
"""
#: the keys of settings in the vendor's pages, SDKs or real responses, with the types of their values
SETTINGS = {
    **dict.fromkeys(_FLAGS.split(), (type_in_words(True),)),
    **dict.fromkeys(_NUMBERS.split(), (type_in_words(0),)),
    **dict.fromkeys(_TEXTS.split(), (type_in_words(""),)),
    # the player's own names for the same options
    **dict.fromkeys(("autopause", "autoplay"), (type_in_words(True), type_in_words(""))),
    **dict.fromkeys(("default_language_audio", "default_language_subtitle"), (type_in_words(True), type_in_words(""))),
}

PLAYER = Kind(
    name="player",
    # undocumented, but in the vendor's own SDK, which expects refusals, too
    routes=Routes("/v1/players", delete_is_unsure=True),
    fields=(
        Text("name", needed=True),
        # the API refuses a player without settings, and stores only the keys that it gets
        FreeParts("settings", sent_on_create={}, documented=SETTINGS),
        FreeItems("ads", match="url"),
        InlineFile("logo", route="logo", in_lists="hidden"),
    ),
    read_only=frozenset(
        {"id", "workspace_id", "logo", "created_by_user_name", "created_at", "updated_at", "media_count"}
        | {"is_default", "default", "source", "deletable"}
    ),
    hidden=frozenset({"logo"}),
)
